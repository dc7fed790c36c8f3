// @ts-nocheck
import { emptyReadModels, fact, exactly, PaperLedger } from '#libs/testkit';
import { projections, compareWithFold, snapshotDigest } from '#libs/read-models';
import { decode } from '#libs/domain';
it('bench', async () => {
  const projected = await emptyReadModels();
  const ledger = new PaperLedger();
  ledger.record(fact.source(), fact.meeting());
  const N = Number(process.env.BENCH_N ?? 3000);
  const day = (n) => new Date(Date.UTC(2022, 0, 1 + (n % 1500))).toISOString().slice(0, 10);
  for (let i = 0; i < N; i++) {
    ledger.record(fact.generators({ commitment: `c-${i}`, title: `Generators number ${i} of many`, committers: [['JP','PL','DE','FR','LT'][i%5]], meeting: 'kyiv', announced: day(i), due: `${2022 + (i % 5)}` , kind: i % 100 ? 'goods' : 'cooperation'}));
  }
  for (let r = 0; r < 9; r++) for (let i = 0; i < N; i++) {
    ledger.record(fact.delivery({ commitment: `c-${i}`, delivery: `d-${r}`, quantity: exactly('7'), delivered: day(i * 7 + r * 31) }));
  }
  const E = ledger.events;
  console.log('events', E.length);
  const pool = projected.database.pool('projector', 1);
  let t = performance.now();
  for (const e of E.slice(0, 20000)) decode(e);
  console.log('decode us/event', (performance.now() - t) / 20000 * 1000);
  const spent = {};
  const t0 = performance.now(); const c0 = process.cpuUsage();
  const B = Number(process.env.BENCH_B ?? 500);
  for (let from = 0; from < E.length; from += B) {
    const some = E.slice(from, from + B).map((e) => ({ ...e }));
    await pool.query('begin');
    for (const p of projections) {
      const s = performance.now();
      await p.project(pool, 'read_models', some);
      spent[p.name] = (spent[p.name] ?? 0) + performance.now() - s;
    }
    await pool.query('commit');
  }
  const ms = performance.now() - t0; const cpu = process.cpuUsage(c0);
  console.log('events/s', Math.round(E.length / ms * 1000), 'node cpu ms', Math.round((cpu.user + cpu.system) / 1000), 'wall', Math.round(ms), spent);
  const admin = projected.database.pool('admin', 1);
  await admin.query('update read_models.build set as_of = $1', [E.length]);
  t = performance.now();
  function* pages(u) { for (let f = 0; f < u; f += 1000) yield E.slice(f, Math.min(u, f + 1000)); }
  console.log(await compareWithFold(projected.readModels, pages), 'compare ms', Math.round(performance.now() - t), process.memoryUsage().rss / 1e6);
  t = performance.now(); await snapshotDigest(projected.readModels); console.log('digest', performance.now() - t);
  for (const f of [{}, { sort: 'due' }, { committer: 'JP', limit: 50 }, { label: 'overdue-unproven' }, { text: 'many 17' }, { kind: 'cooperation', sort: 'title' }, {sort:'label'}]) {
    t = performance.now(); for (let i = 0; i < 20; i++) await projected.readModels.commitments(f, { validAt: '2025-01-01' });
    console.log(JSON.stringify(f), ((performance.now() - t) / 20).toFixed(1), 'ms');
  }
  t = performance.now(); await projected.readModels.commitments({}, { validAt: '2025-01-01', knownAt: E.length >> 1 }); console.log('knownAt half', performance.now() - t);
  t = performance.now(); await projected.readModels.timeline({ party: 'JP' }, {}, { validAt: '2025-01-01' }); console.log('timeline JP', performance.now() - t);
  t = performance.now(); for (let i = 0; i < 50; i++) await projected.readModels.commitment(`c-${i}`, { validAt: '2025-01-01' }); console.log('one commitment', (performance.now() - t)/50);
  const { rows } = await admin.query(`select relname, pg_size_pretty(pg_total_relation_size(oid)) s from pg_class where relnamespace = 'read_models'::regnamespace and relkind in ('r','i') order by pg_total_relation_size(oid) desc limit 14`);
  console.log(rows.map((r) => `${r.relname} ${r.s}`).join('\n'));
  await projected.close();
}, 600_000);
