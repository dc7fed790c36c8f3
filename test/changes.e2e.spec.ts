import { CHANGE_SCHEMA_ID, changeJsonSchema } from '#libs/domain';
import { describeWithKafka, until } from '#libs/testkit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ADMIN_KEY, exampleFollowUp, exampleMeeting, openHouse, type House } from './house.ts';

interface Stood {
  readonly label: string;
  readonly share: { readonly lo: string } | null;
}

interface Told {
  readonly number: number;
  readonly position: number;
  readonly data: {
    readonly commitment: string;
    readonly from: Stood | null;
    readonly to: Stood;
    readonly event: { readonly type: string };
  };
}

const stood = (at: Stood | null): string => (at ? `${at.label} ${at.share?.lo ?? '-'}` : '-');
const inShort = ({ data: { commitment, from, to, event } }: Told): string =>
  `${event.type} ${commitment}: ${stood(from)} > ${stood(to)}`;

const reaffirmed = (commitment: string, on: string) =>
  [`/v1/commitments/${commitment}/reaffirmations`, { reaffirmed: on, source: 'ap-2025-01-10' }] as const;
const promised = (id: string, due: string) => ({
  ...{
    id,
    title: 'Something',
    kind: 'goods',
    strength: 'declared',
    committers: ['JP'],
    beneficiaries: ['UA'],
  },
  criterion: { type: 'count-reached', target: '10 generators', milestone: 'handed-over' },
  ...{ announced: due, due, source: 'ap-2025-01-10' },
});

describeWithKafka('the changes of state in the whole house', () => {
  let house: House;
  /** All that is told once everything recorded has been folded and numbered. */
  const told = async (query = ''): Promise<readonly Told[]> => {
    await house.caughtUp();
    await until('all changes are numbered', async () => {
      const { rows } = await house.admin.query(
        'select not exists (select from ledger.changes_waiting) as all',
      );
      return rows[0].all as boolean;
    });
    const answer = await fetch(`${house.url}/v1/changes?limit=500${query}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    const { items } = (await answer.json()) as { items: readonly Told[] };
    return items;
  };
  /** Every message of the topic in the order of numbers, once there are so many. */
  const published = async (count: number) => {
    const messages = await until(`${count} changes are published`, async () => {
      const read = await house.changes.read();
      return read.length >= count ? read : undefined;
    });
    return messages.toSorted((a, b) => Number(a.headers['ce_number']) - Number(b.headers['ce_number']));
  };
  const record = async (path: string, body: unknown): Promise<void> => {
    expect((await house.post(path, body)).status).toBe(201);
  };
  const rebuilt = async (meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> => {
    const { body } = await house.post('/v1/projections/rebuild', {});
    await meanwhile();
    await until(
      'the rebuild is done',
      async () => (await house.get(`/v1/projections/requests/${body.id}`)).body.state === 'done',
      90_000,
    );
  };

  beforeAll(async () => {
    house = await openHouse();
    await record('/v1/records', await exampleMeeting());
    await record('/v1/records', await exampleFollowUp());
  });
  afterAll(() => house.stop());

  // All of it is recorded after the last of its days, and judged on the day of its recording.
  it('are these of the meeting and of what became of it, and no others', async () => {
    const byPosition = (await told()).toSorted((a, b) => a.position - b.position);
    expect(byPosition.map(inShort)).toEqual([
      'CommitmentAnnounced jp-frozen-assets-loan: - > announced 0',
      'FundsAllocated jp-frozen-assets-loan: announced 0 > allocated 0',
      'CommitmentAnnounced victory-plan: - > under-discussion -',
      'CommitmentAnnounced peace-formula: - > under-discussion -',
      'CommitmentAnnounced support-agreement: - > standing -',
      'CommitmentAnnounced security-dialogue: - > standing -',
      'CommitmentAnnounced sanctions-pressure: - > announced 0',
      'CommitmentAnnounced sanctions-circumvention: - > standing -',
      'CommitmentAnnounced demining-cooperation: - > standing -',
      'CommitmentAnnounced demining-conference-2025: - > overdue-unproven 0',
      'CommitmentAnnounced generators-2024: - > overdue-unproven 0',
      'GeneratorsDelivered generators-2024: overdue-unproven 0 > overdue-unproven 0.01',
      'CommitmentAnnounced tokyo-roadmap: - > standing -',
      'CommitmentAnnounced visa-liberalisation: - > under-discussion 0',
      'FulfilmentLinked demining-conference-2025: overdue-unproven 0 > fulfilled 1',
      'FulfilmentLinked sanctions-pressure: announced 0 > fulfilled 1',
      'FulfilmentLinked sanctions-pressure: fulfilled 1 > fulfilled 2',
    ]);
  });

  it('are published each once, with the id of its event, the very text that HTTP answers', async () => {
    const items = await told();
    const messages = await published(items.length);
    expect(messages.map(({ headers }) => Number(headers['ce_number']))).toEqual(
      items.map(({ number }) => number),
    );
    expect(messages.map(({ value }) => JSON.parse(value))).toEqual(items.map(({ data }) => data));
    const events = await house.topic.read();
    const idAt = new Map(events.map(({ headers }) => [headers['ce_position'], headers['ce_id']]));
    for (const { headers } of messages) expect(headers['ce_id']).toBe(idAt.get(headers['ce_position']));
  });

  it('are measured as published', async () => {
    const { length } = await told();
    await until('the checkpoint is written', async () => {
      const answer = await fetch(`${house.url}/metrics`, {
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
      });
      const text = await answer.text();
      return (
        text.includes(`\nledger_changes_number ${length}\n`) &&
        text.includes(`\nledger_changes_published_number ${length}\n`)
      );
    });
  });

  it('are valid by the JSON Schema that they name', async () => {
    const ajv = new Ajv2020({ allErrors: true });
    (addFormats as unknown as (to: Ajv2020) => void)(ajv);
    const isValid = ajv.compile(changeJsonSchema());
    for (const { headers, value } of await published((await told()).length)) {
      expect(headers['ce_dataschema']).toBe(CHANGE_SCHEMA_ID);
      expect(isValid(JSON.parse(value)) ? [] : isValid.errors).toEqual([]);
    }
  });

  it('of a deadline that passes: it becomes overdue, once, however many dispatchers there are', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await record('/v1/commitments', promised('due-today', today));
    const tomorrow = (): Date => new Date(Date.now() + 86_400_000);
    await Promise.all([house.dispatch(tomorrow), house.dispatch(tomorrow)]);
    const overdue = () => told('&stream=commitment-due-today&becomes=overdue-unproven');
    await until('it is overdue', async () => (await overdue()).length > 0);
    await record(...reaffirmed('due-today', today));
    expect((await told('&stream=commitment-due-today')).map(inShort)).toEqual([
      'CommitmentAnnounced due-today: - > announced 0',
      'DeadlinePassed due-today: announced 0 > overdue-unproven 0',
    ]);
    const events = await house.topic.read();
    const passed = events.filter(
      ({ key, headers }) => key === 'commitment-due-today' && headers['ce_type'] === 'DeadlinePassed',
    );
    expect(passed).toHaveLength(1);
  });

  it('are not published again by a rebuild of all read models, and what is recorded meanwhile is published once', async () => {
    const meanwhile = Array.from({ length: 20 }, (_, index) => `meanwhile-${index + 1}`);
    const before = await told();
    const messages = await published(before.length);
    await house.admin.query('drop schema read_models cascade');
    await rebuilt(async () => {
      for (const id of meanwhile) await record('/v1/commitments', promised(id, '2024-12-31'));
    });
    await rebuilt();
    // Numbers are given and published in one order: whatever was told again would come before this one.
    await record('/v1/commitments', promised('afterwards', '2024-12-31'));
    const after = await told();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map(inShort).toSorted()).toEqual(
      [...meanwhile, 'afterwards']
        .map((id) => `CommitmentAnnounced ${id}: - > overdue-unproven 0`)
        .toSorted(),
    );
    const all = await published(after.length);
    expect(all.slice(0, messages.length)).toEqual(messages);
    expect(all.map(({ headers }) => Number(headers['ce_number']))).toEqual(
      after.map((_, index) => index + 1),
    );
    expect(new Set(all.map(({ headers }) => headers['ledger-generation']))).toEqual(new Set(['1']));
    expect(after.at(-1)?.data.commitment).toBe('afterwards');
  });

  it('are published anew with the same numbers, ids and texts when their topic is lost', async () => {
    const before = await told();
    const lost = await published(before.length);
    await house.changes.delete();
    const anew = await published(lost.length);
    const contents = (messages: typeof anew) =>
      messages.map(({ key, value, headers: { 'ledger-generation': _, ...headers } }) => ({
        ...{ key, value, headers },
      }));
    expect(contents(anew)).toEqual(contents(lost));
    expect(new Set(anew.map(({ headers }) => headers['ledger-generation']))).toEqual(new Set(['2']));
    expect(await told()).toEqual(before);
  });
});
