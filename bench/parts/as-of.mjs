import { now } from '../clock.mjs';
import { cpuOf } from '../costs.mjs';
import { openHttp } from '../http.mjs';
import { projectedLedger } from './projector.mjs';

const VALID_AT = '2025-06-30';

/**
 * What is asked of the ledger as a whole, of one commitment, and of both as of a position past. The log is the worst there
 * is for that: its commitments take turns, so that at half of it all are announced and of each something more was recorded
 * later.
 */
export async function measureAsOf(bench) {
  const { events, perStream, projectSeconds } = bench.sizes.asOf;
  const commitments = Math.ceil(events / perStream);
  const projected = await projectedLedger(bench, {
    ...{ name: 'asof', events, perStream, sideBySide: commitments, projectSeconds },
  });
  if (projected === undefined) return;
  const { ledger, api } = projected;
  const http = openHttp(api.url, api.adminKey, 1);
  const past = `validAt=${VALID_AT}&knownAt=${Math.floor(projected.reached / 2)}`;
  const today = `validAt=${VALID_AT}`;
  const id = projected.commitments[Math.floor(projected.commitments.length / 3)];
  const size = `${Math.round(events / 1_000)}k`;
  const questions = [
    [`ledger-${size}`, `/v1/commitments?limit=200&sort=-due&${past}`],
    ['commitment', `/v1/commitments/${id}?${past}`],
    ['totals-now', `/v1/totals?${today}`],
    ['totals-past', `/v1/totals?${past}`],
    ['matrix-now', `/v1/matrix?${today}`],
    ['matrix-past', `/v1/matrix?${past}`],
  ];
  const { rows } = await bench.servers.admin.query(
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
  );
  const spent = async () => (await cpuOf(api.pid)) + (await cpuOf(Number(rows[0].pid)));
  for (const [name, path] of questions) {
    bench.say(`as-of: ${name}`);
    // The first pays for a cold process, as nobody does who asks twice.
    await http.get(path);
    const [took, cpu] = [[], []];
    for (let round = 0; round < bench.sizes.rounds; round += 1) {
      const before = await spent();
      const start = now();
      await http.get(path);
      took.push(now() - start);
      cpu.push(((await spent()) - before) / 1_000);
    }
    bench.figures.add(`as-of.${name}`, 'ms', took);
    if (name !== 'commitment') bench.figures.add(`as-of.${name}-cpu`, 'ms', cpu);
  }
  bench.notes.push(
    `as-of: over ${projected.reached.toLocaleString('en')} events of ${projected.commitments.length.toLocaleString('en')} commitments.`,
  );
  http.close();
  await api.stop();
  await ledger.drop();
}
