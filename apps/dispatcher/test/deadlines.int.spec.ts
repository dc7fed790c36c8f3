import { cloneDatabase, fact, until } from '#libs/testkit';
import { openLedger, type LedgerWithDeadlines } from './ledger-with-deadlines.ts';

describe('a dispatcher', () => {
  let ledger: LedgerWithDeadlines;
  beforeEach(async () => {
    ledger = openLedger(await cloneDatabase());
  });
  afterEach(() => ledger.close());

  /** Announces so many commitments, `c-0` and so on. */
  const announce = (count: number, due: (index: number) => string) =>
    ledger.record(
      ...Array.from({ length: count }, (_, index) =>
        fact.generators({ commitment: `c-${index}`, due: due(index) }),
      ),
    );
  const passes = (...expected: readonly string[]) =>
    until(`${expected.join(', ')} and no more`, async () => {
      const passed = await ledger.passed();
      if (passed.length > expected.length) throw new Error(`also ${passed.join(', ')}`);
      return passed.length === expected.length;
    }).then(async () => {
      expect((await ledger.passed()).toSorted()).toEqual(expected.toSorted());
    });
  /** Waits until a dispatcher has looked at everything recorded before, and found nothing due any more. */
  const lookedAtAll = () =>
    until('everything due was looked at', async () => {
      const { position } = await ledger.store.head();
      const { rows } = await ledger.database
        .pool('admin', 1)
        .query<{ position: string }>('select position from ledger.deadlines_noted');
      return Number(rows[0]?.position) === position;
    });

  it('announces a deadline when its last day is over in UTC, and not on that day', async () => {
    await ledger.record(fact.generators(), fact.loan(), fact.hosting());
    ledger.setClock('2024-12-31T23:59:59.999Z');
    const dispatcher = await ledger.start();
    await until('the log was gone through', () => dispatcher.status()?.position === 3);
    expect(await ledger.passed()).toEqual([]);
    ledger.setClock('2025-01-01T00:00:00Z');
    await passes('generators 2025-01-01');
    await until('the dispatcher says so', () => dispatcher.status()?.announced === 1);
    expect(dispatcher.status()?.failure).toBeUndefined();
  });

  it('announces at once what is recorded with a deadline of old, under its own name and without a source', async () => {
    ledger.setClock('2026-06-01T12:00:00Z');
    await ledger.start();
    await ledger.record(fact.generators());
    await passes('generators 2025-01-01');
    const [event] = await ledger.store.readAll({ after: 1, limit: 1 });
    expect(event).toMatchObject({ actor: 'ledger:clock', type: 'DeadlinePassed', occurred: '2025-01-01' });
    expect((JSON.parse(event?.body ?? '') as { data: unknown }).data).toEqual({
      commitment: 'generators',
      due: '2024',
      passed: '2025-01-01',
    });
  });

  it('announces all that a clock has jumped over, and neither takes back nor repeats where it jumps back', async () => {
    await announce(5, (index) => `202${index}`);
    const dispatcher = await ledger.start();
    const until2023 = ['c-0 2021-01-01', 'c-1 2022-01-01', 'c-2 2023-01-01', 'c-3 2024-01-01'];
    await passes(...until2023);
    ledger.setClock('2019-01-01T00:00:00Z');
    await ledger.record(fact.hosting());
    await lookedAtAll();
    ledger.setClock('2031-01-01T00:00:00Z');
    await passes(...until2023, 'c-4 2025-01-01', 'hosting 2026-01-01');
    await dispatcher.stop();
    await ledger.start();
    await lookedAtAll();
    await passes(...until2023, 'c-4 2025-01-01', 'hosting 2026-01-01');
  });

  it('announces each of a backlog exactly once, with two at work and one of them replaced in the middle', async () => {
    const COUNT = 1_500;
    await announce(COUNT, (index) => (index % 3 === 0 ? '2022' : `2023-0${1 + (index % 9)}`));
    const [one] = await Promise.all([ledger.start(), ledger.start()]);
    await until('some are announced', async () => (await ledger.passed()).length > 200);
    await one.stop();
    await ledger.start();
    await until('all are announced', async () => (await ledger.passed()).length >= COUNT, 60_000);
    await lookedAtAll();
    const passed = await ledger.passed();
    expect(passed).toHaveLength(COUNT);
    expect(new Set(passed.map((each) => each.split(' ')[0])).size).toBe(COUNT);
  });

  it('announces a deadline once although its notes are lost, or another records it first', async () => {
    ledger.setClock('2025-06-01T00:00:00Z');
    await ledger.record(fact.generators(), fact.deadline(), fact.hosting({ due: '2025-02' }));
    const dispatcher = await ledger.start();
    await passes('generators 2025-01-01', 'hosting 2025-03-01');
    await dispatcher.stop();
    await ledger.database
      .pool('admin', 1)
      .query('update ledger.deadlines_noted set position = 0; truncate ledger.deadlines');
    const again = await ledger.start();
    await until('the log was gone through', () => again.status()?.position === 4);
    await lookedAtAll();
    expect(await ledger.passed()).toHaveLength(2);
  });

  it('looks at a stream that moved under its hands again, and at all others without it', async () => {
    await announce(40, () => '2024');
    await ledger.start();
    ledger.setClock('2025-01-01T00:00:00Z');
    let deliveries = 0;
    await until('all are announced', async () => {
      const delivery = `batch-${(deliveries += 1)}`;
      await ledger.record(fact.delivery({ commitment: 'c-7', delivery })).catch(() => undefined);
      return (await ledger.passed()).length === 40;
    });
    expect(new Set(await ledger.passed()).size).toBe(40);
  });

  it('keeps going where one stream cannot be read, and says which', async () => {
    await ledger.record(fact.generators(), fact.hosting({ due: '2024' }));
    const newer = { id: crypto.randomUUID(), type: 'StepTaken', schema: 99, occurred: '2024', data: {} };
    const appends = [{ stream: 'commitment-generators', expected: 1, events: [newer] }];
    await ledger.store.append({ appends, actor: 'desk', correlationId: crypto.randomUUID() });
    await ledger.start();
    ledger.setClock('2025-01-01T00:00:00Z');
    await passes('hosting 2025-01-01');
    const { rows } = await ledger.database
      .pool('admin', 1)
      .query<{ passed: string }>('select passed::text from ledger.deadlines');
    expect(rows).toEqual([{ passed: '2025-01-02' }]);
  });

  it('cannot do more than append and take notes', async () => {
    const role = ledger.database.pool('dispatcher', 1);
    for (const forbidden of [
      'delete from ledger.events',
      'select from ledger.documents',
      'select from ledger.api_keys',
      'select from ledger.idempotency',
      'delete from ledger.deadlines_noted',
      'select from ledger.relay_state',
    ])
      await expect(role.query(forbidden)).rejects.toThrow('permission denied');
  });
});
