import { runNumbering, type Relay } from '#libs/messaging';
import { cloneDatabase, until, type TestDatabase } from '#libs/testkit';
import { changePage } from '../src/changes/change-answer.ts';
import { type Answer, ApiUnderTest } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let numbering: Relay;

const log = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

/** Until every change told has its number. */
const numbered = () =>
  until('all changes are numbered', async () => {
    const { rows } = await database
      .pool('admin', 1)
      .query('select not exists (select from ledger.changes_waiting) as all');
    return rows[0].all as boolean;
  });

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  numbering = runNumbering({ databaseUrl: database.urls.relay, log });
  await api.post('/v1/records', meetingRecord);
  await api.project();
  await numbered();
});
afterAll(async () => {
  await numbering.stop();
  await api.stop();
  await database.drop();
});

interface Told {
  readonly number: number;
  readonly data: {
    readonly event: { readonly type: string };
    readonly commitment: string;
    readonly from: { readonly label: string } | null;
    readonly to: { readonly label: string };
  };
}

const told = ({ body }: Answer): string[] =>
  body.items.map(
    ({ number, data }: Told) =>
      `${number} ${data.event.type} ${data.commitment} ${data.from?.label ?? '-'} > ${data.to.label}`,
  );

describe('the changes of state', () => {
  it('come in pages, in the order of their numbers, in the form that is documented', async () => {
    const whole = await api.get('/v1/changes');
    expect(changePage.safeParse(whole.body).error?.issues ?? []).toEqual([]);
    const last = whole.body.asOf.number as number;
    expect(whole.body.items.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: last }, (_, index) => index + 1),
    );
    expect(told(whole)).toContainEqual(expect.stringMatching(/CommitmentAnnounced generators - > /));
    const seen: number[] = [];
    for (let after = 0; after < last;) {
      const { body } = await api.get(`/v1/changes?after=${after}&limit=2`);
      seen.push(...body.items.map(({ number }: { number: number }) => number));
      after = body.next;
    }
    expect(seen).toHaveLength(last);
    expect((await api.get(`/v1/changes?after=${last}`)).body).toEqual({
      items: [],
      next: last,
      asOf: { number: last },
    });
  });

  it('hold the published body byte for byte, and the id of the event that made it', async () => {
    const { text, body } = await api.get('/v1/changes?limit=1');
    const { rows } = await database
      .pool('admin', 1)
      .query('select body, event_id from ledger.changes order by position limit 1');
    expect(text).toContain(`"data":${rows[0].body}}`);
    expect(body.items[0]).toMatchObject({
      id: rows[0].event_id,
      source: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}#changes$/),
      type: 'StateChanged',
    });
    const { body: event } = await api.get(`/v1/events/${body.items[0].position}`);
    expect(event.id).toBe(body.items[0].id);
  });

  it.each([
    ['stream=commitment-generators', ['CommitmentAnnounced', 'GeneratorsDelivered']],
    ['stream=commitment-generators,commitment-nobody&type=GeneratorsDelivered', ['GeneratorsDelivered']],
    ['kind=goods&party=UA', ['CommitmentAnnounced', 'GeneratorsDelivered']],
    ['party=FR', []],
    ['stream=commitment-generators&becomes=fulfilled', []],
    ['stream=commitment-generators&crosses=0.0001', ['GeneratorsDelivered']],
  ])('are filtered by %s', async (query, types) => {
    const { body } = await api.get(`/v1/changes?${query}`);
    expect(body.items.map(({ data }: Told) => data.event.type)).toEqual(types);
    expect(body.next).toBe(body.asOf.number);
  });

  it('are filtered by what they change to', async () => {
    const whole = await api.get('/v1/changes?stream=commitment-generators&type=CommitmentAnnounced');
    const { label } = whole.body.items[0].data.to;
    const { body } = await api.get(`/v1/changes?becomes=${label}&stream=commitment-generators`);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([whole.body.items[0].id]);
  });

  it('say what is wrong with a filter', async () => {
    const { status, body } = await api.get('/v1/changes?becomes=overdue');
    expect([status, body.code]).toEqual([400, 'invalid-parameter']);
    expect(body.errors[0]).toMatchObject({
      parameter: 'becomes',
      remedy: expect.stringContaining('overdue-unproven'),
    });
  });

  it('are waited for', async () => {
    const { body } = await api.get('/v1/changes');
    const after = body.asOf.number as number;
    const waiting = api.get(`/v1/changes?after=${after}&wait=20&stream=commitment-generators`);
    await api.post('/v1/sources', newsItem);
    const recorded = await api.post('/v1/commitments/generators/deliveries', {
      ...{
        quantity: '40 generators',
        milestone: 'handed-over',
        delivered: '2024-12-20',
        source: 'news-item',
      },
    });
    expect(recorded.status).toBe(201);
    await api.project();
    expect((await waiting).body.items).toMatchObject([
      { number: after + 1, data: { event: { type: 'GeneratorsDelivered' } } },
    ]);
  });

  it('are measured: how many there are, are published, and wait for a number', async () => {
    const { body } = await api.get('/v1/changes');
    const measured = async () => (await api.get('/metrics')).text;
    const last = body.asOf.number as number;
    expect(await measured()).toMatch(new RegExp(`^ledger_changes_number ${last}$`, 'm'));
    expect(await measured()).toMatch(/^ledger_changes_waiting 0$/m);
    // Nothing is published here: there is no broker in this test.
    expect(await measured()).toMatch(/^ledger_changes_published_number 0$/m);
    await numbering.stop();
    await api.post('/v1/commitments/generators/deliveries', {
      ...{ quantity: '5 generators', milestone: 'handed-over', delivered: '2024-12-21' },
      source: 'news-item',
    });
    await api.project();
    expect(await measured()).toMatch(/^ledger_changes_waiting 1$/m);
    expect(await measured()).toMatch(new RegExp(`^ledger_changes_number ${last}$`, 'm'));
  });

  it('are not for those who may not ask', async () => {
    expect((await api.get('/v1/changes', { key: null })).status).toBe(401);
  });
});
