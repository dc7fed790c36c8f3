import { streamOf } from '#libs/domain';
import { newEvent } from '#libs/event-store';
import { fact, until } from '#libs/testkit';
import { v7 } from 'uuid';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { startDispatcher } from '../apps/dispatcher/src/start-dispatcher.ts';
import { SealedLedger } from './sealed-ledger.ts';

const source = {
  id: 'press-release',
  publisher: 'Ministry of Foreign Affairs',
  publisherParty: 'UA',
  title: 'A press release',
  language: 'en',
  published: '2024-11-16',
};

describe('a ledger whose database was set back to an old backup', () => {
  let ledger: SealedLedger;
  let api: ApiUnderTest;
  let because: string;

  beforeAll(async () => {
    ledger = await SealedLedger.open();
    api = await ApiUnderTest.start(ledger.database);
    expect((await api.post('/v1/sources', source)).status).toBe(201);
    for (const event of [fact.meeting(), fact.generators({ due: '2023' })]) {
      const appends = [{ stream: streamOf(event), expected: 0, events: [newEvent(v7(), event)] }];
      await ledger.store.append({ appends, actor: 'desk', correlationId: v7() });
    }
    const kept = await ledger.record(20);
    ledger.start();
    await ledger.sealed(kept);
    await ledger.stopNotaries();
    await api.stop();
    const restore = await ledger.backUp();
    ledger.start();
    await ledger.sealed(await ledger.record(30));
    await ledger.stopNotaries();
    await restore();
    api = await ApiUnderTest.start(ledger.database);
    because = await ledger.refusal(ledger.start());
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await ledger.close();
  });

  it('refuses commands, and says what happened and what to do', async () => {
    const { status, body } = await api.post('/v1/sources', { ...source, id: 'another' });
    expect([status, body.code]).toEqual([409, 'ledger-read-only']);
    expect(body.detail).toContain(
      'Nothing was recorded: the ledger is read-only. The database ends at position',
    );
    expect(body.detail).toMatch(/Restore a backup that reaches position \d+.*NOTARY_NEW_LOG="\d+ WHY"/);
  });

  it('refuses what its own clock would record', async () => {
    const dispatcher = await startDispatcher(
      { databaseUrl: ledger.database.urls.dispatcher, tickMs: 50, addresses: {} },
      () => new Date('2025-01-02'),
    );
    const failure = await until('the clock has tried', () => dispatcher.status()?.failure);
    await dispatcher.stop();
    expect(failure).toContain('it was set back to an earlier state');
    expect((await ledger.store.readAll({ after: 0, limit: 100, types: ['DeadlinePassed'] })).length).toBe(0);
  });

  it('goes on answering, the log and its proofs included', async () => {
    expect((await api.get('/v1/commitments')).status).toBe(200);
    expect((await api.get('/v1/events')).body.items).toHaveLength(23);
    expect((await api.get('/log/checkpoint')).status).toBe(200);
    expect((await api.get('/v1/events/5/proof')).status).toBe(200);
  });

  it('says so wherever one looks', async () => {
    expect((await api.get('/health/ready')).body).toEqual({ status: 'read-only', reasons: [because] });
    expect((await api.get('/v1/log')).body.readOnly).toMatchObject({ code: 'rolled-back', because });
    expect((await api.get('/metrics')).text).toMatch(/^ledger_read_only 1$/m);
  });

  it.each([[['status']], [['status', '--json']]])('says so beside what `ledger %s` answers', async (args) => {
    const { code, out, err } = await run(args, { env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
    expect(code).toBe(0);
    expect(out).not.toContain('read-only');
    expect(err).toContain(`The ledger is read-only. ${because}\n`);
  });
});
