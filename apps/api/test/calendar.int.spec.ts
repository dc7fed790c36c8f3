import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import ICAL from 'ical.js';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
import { HOSTILE, promise, recordIn } from './promised.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database, { anonymousReads: true });
  await recorded('/v1/records', meetingRecord);
  await recorded('/v1/commitments', promise('tents', { title: HOSTILE }));
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const recorded = (path: string, body: unknown) => recordIn(api, path, body);
const get = (path: string, headers: Record<string, string> = {}) => api.get(path, { key: null, headers });
/** The entries of the calendar by the commitments they lead to. */
async function deadlines(query = '') {
  const { text } = await get(`/calendar.ics${query}`);
  const events = new ICAL.Component(ICAL.parse(text) as never[]).getAllSubcomponents('vevent');
  return Object.fromEntries(
    events.map((event) => {
      const value = (name: string) => String(event.getFirstPropertyValue(name));
      const shown = {
        ...{ uid: value('uid'), day: value('dtstart'), status: value('status'), title: value('summary') },
        ...{
          sequence: Number(value('sequence')),
          changed: value('last-modified'),
          description: value('description'),
        },
      };
      return [value('url').replace(/^.*\//, ''), shown];
    }),
  );
}

describe('the calendar', () => {
  it('has a commitment on the last day of its deadline, under one UID for ever', async () => {
    const { tents } = await deadlines();
    expect(tents).toMatchObject({
      day: '2030-06-30',
      status: 'CONFIRMED',
      title: `Due: ${HOSTILE} (announced)`,
    });
    expect(tents?.description).toMatch(
      /^By Japan towards Ukraine\.\nDue 2030-06\.\nState: announced\.\n\n\S/,
    );
    await recorded('/v1/commitments/tents/deliveries', {
      ...{
        id: 'first',
        quantity: '4 tents',
        milestone: 'handed-over',
        delivered: '2024-12-01',
        source: 'press-release',
      },
    });
    const { tents: after } = await deadlines();
    expect(after).toMatchObject({ uid: tents?.uid, day: '2030-06-30' });
    expect(after?.title).toContain('(partly delivered)');
    expect(after?.sequence).toBe((tents?.sequence ?? 0) + 1);
    expect(Number(new Date(after?.changed ?? 0))).toBeGreaterThanOrEqual(
      Number(new Date(tents?.changed ?? 0)),
    );
  });

  it('moves an entry with an amendment, and keeps as cancelled what is withdrawn, taken away or retracted', async () => {
    const said = { source: 'press-release' };
    for (const id of ['moved', 'withdrawn', 'without', 'retracted', 'corrected'])
      await recorded('/v1/commitments', promise(id));
    const before = await deadlines();
    await recorded('/v1/commitments/moved/amendments', {
      ...{ id: 'later', by: ['JP', 'UA'], amended: '2024-12-01', terms: { due: '2031' }, ...said },
    });
    await recorded('/v1/commitments/without/amendments', {
      ...{ id: 'never', by: ['JP', 'UA'], amended: '2024-12-01', terms: { due: null }, ...said },
    });
    await recorded('/v1/commitments/withdrawn/withdrawals', {
      id: 'w',
      by: 'JP',
      withdrawn: '2024-12-01',
      ...said,
    });
    const wrong = { reason: 'It was read wrongly.', ...said };
    await recorded('/v1/commitments/retracted/corrections', {
      id: 'r',
      corrects: 'retracted',
      retracted: true,
      ...wrong,
    });
    const { id: _, due: __, source: ___, ...told } = promise('corrected');
    await recorded('/v1/commitments/corrected/corrections', {
      ...{ id: 'c', corrects: 'corrected', replacement: { type: 'commitment', ...told }, ...wrong },
    });
    const after = await deadlines();
    const states = Object.entries(after).map(([id, { day, status }]) => [id, `${day} ${status}`]);
    expect(Object.fromEntries(states)).toMatchObject({
      moved: '2031-12-31 CONFIRMED',
      without: '2030-06-30 CANCELLED',
      withdrawn: '2030-06-30 CANCELLED',
      retracted: '2030-06-30 CANCELLED',
      corrected: '2030-06-30 CANCELLED',
    });
    for (const [id, { uid, sequence }] of Object.entries(before)) {
      expect([id, after[id]?.uid]).toEqual([id, uid]);
      expect(after[id]?.sequence).toBeGreaterThanOrEqual(sequence);
    }
    expect(new Set(Object.values(after).map(({ uid }) => uid)).size).toBe(Object.keys(after).length);
  });

  it('is filtered by party, kind, label and stream, and by what any event of a commitment was', async () => {
    await recorded('/v1/commitments', promise('loan-of-pl', { committers: ['PL'], kind: 'cooperation' }));
    expect(Object.keys(await deadlines('?party=PL,SE'))).toEqual(['loan-of-pl']);
    expect(Object.keys(await deadlines('?kind=cooperation'))).toEqual(['loan-of-pl']);
    expect(Object.keys(await deadlines('?label=withdrawn'))).toEqual(['withdrawn']);
    expect(Object.keys(await deadlines('?stream=commitment-tents,commitment-moved&party=UA'))).toEqual([
      'tents',
      'moved',
    ]);
    expect(await deadlines('?stream=meeting-kyiv')).toEqual({});
    expect(Object.keys(await deadlines('?type=GoodsDelivered'))).toEqual(['tents']);
    expect(Object.keys(await deadlines('?becomes=partly-delivered&kind=goods'))).toEqual(
      expect.arrayContaining(['tents']),
    );
    expect(await deadlines('?becomes=partly-delivered&type=CommitmentWithdrawn')).toEqual({});
  });
});
