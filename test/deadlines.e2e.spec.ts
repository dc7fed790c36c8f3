import { describeWithKafka, until } from '#libs/testkit';
import { exampleMeeting, openHouse, type House } from './house.ts';

describeWithKafka('the clock of the whole house, with two dispatchers', () => {
  let house: House;
  let instant = '2024-11-16T12:00:00Z';
  const now = (): Date => new Date(instant);
  const passed = async () => {
    await house.caughtUp();
    const { body } = await house.get('/v1/timeline?commitment=generators-2024&validAt=2030-01-01&limit=200');
    return body.items.filter(({ type }: { type: string }) => type === 'DeadlinePassed');
  };

  beforeAll(async () => {
    house = await openHouse();
    expect((await house.post('/v1/records', await exampleMeeting())).status).toBe(201);
    await Promise.all([house.dispatch(now), house.dispatch(now)]);
  });
  afterAll(() => house.stop());

  it('tells those who read the topic and the timeline that a deadline has passed, once and by the clock', async () => {
    expect(await passed()).toEqual([]);
    instant = '2025-01-01T00:00:00Z';
    await until('the deadline is in the timeline', async () => (await passed()).length > 0);
    const messages = (await house.topic.read()).filter(
      ({ headers }) => headers['ce_type'] === 'DeadlinePassed',
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      key: 'commitment-generators-2024',
      headers: { ce_actor: 'ledger:clock', ce_occurred: '2025-01-01' },
    });
    expect(await passed()).toEqual([
      expect.objectContaining({
        occurred: expect.objectContaining({ edtf: '2025-01-01' }),
        summary: 'The deadline has passed: generators-2024 was due 2024.',
      }),
    ]);
  });

  it('decides nothing: the answers for every day are what they would have been without it', async () => {
    const { body } = await house.get('/v1/commitments/generators-2024?validAt=2025-01-15');
    const before = await house.get(
      `/v1/commitments/generators-2024?validAt=2025-01-15&knownAt=${body.asOf.position - 1}`,
    );
    expect(body.label).toBe('overdue-unproven');
    const timeless = (answer: object) => ({ ...answer, asOf: null, position: null });
    expect(timeless(body)).toEqual(timeless(before.body));
  });

  it('is not spoken for by people: no request records that a deadline has passed', async () => {
    const told = { commitment: 'generators-2024', due: '2024', passed: '2025-01-01' };
    for (const path of ['deadlines', 'deadline-passed']) {
      const { status, body } = await house.post(`/v1/commitments/generators-2024/${path}`, told);
      expect([status, body.code]).toEqual([404, 'not-found']);
    }
    for (const item of [{ deadline: told }, { DeadlinePassed: told }, { type: 'DeadlinePassed', ...told }]) {
      const { status } = await house.post('/v1/records', { items: [item] });
      expect(status).toBe(422);
    }
  });
});
