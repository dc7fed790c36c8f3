import { describeWithKafka, until } from '#libs/testkit';
import { exampleMeeting, openHouse, type House } from './house.ts';

/** Questions whose answers together touch every table of the read models. */
const questions = [
  '/v1/commitments?validAt=2024-11-16&limit=200',
  '/v1/commitments?validAt=2025-01-01&limit=200',
  '/v1/commitments/generators-2024?validAt=2024-11-16',
  '/v1/commitments/generators-2024/timeline?validAt=2024-11-16',
  '/v1/meetings?validAt=2024-11-16',
  '/v1/meetings/kyiv-2024-11-16?validAt=2024-11-16',
  '/v1/sanctions-packages?validAt=2024-11-16',
  '/v1/positions?validAt=2024-11-16&limit=200',
  '/v1/reconciliations?validAt=2024-11-16',
  '/v1/sources?validAt=2024-11-16',
  '/v1/timeline?meeting=kyiv-2024-11-16&validAt=2024-11-16&limit=200',
];

describeWithKafka('read models', () => {
  let house: House;
  const answers = async () => {
    const found = [];
    for (const question of questions) found.push([question, await house.get(question)]);
    return JSON.stringify(found, undefined, 1);
  };
  const rebuilt = async () => {
    const { status, body } = await house.post('/v1/projections/rebuild', {});
    expect(status).toBe(202);
    await until(
      'the rebuild is done',
      async () => (await house.get(`/v1/projections/requests/${body.id}`)).body.state === 'done',
      90_000,
    );
  };

  beforeAll(async () => {
    house = await openHouse();
    expect((await house.post('/v1/records', await exampleMeeting())).status).toBe(201);
    await house.caughtUp();
  });
  afterAll(() => house.stop());

  it('are rebuilt beside the live ones, with identical answers', async () => {
    const before = await answers();
    expect(before).not.toContain('"status": 5');
    await rebuilt();
    expect(await answers()).toBe(before);
  });

  it('come back identical after the topic and all their tables were deleted', async () => {
    const before = await answers();
    await house.topic.delete();
    await house.admin.query('drop schema read_models cascade');
    await rebuilt();
    await house.caughtUp();
    expect(await answers()).toBe(before);
    expect((await house.get('/v1/projections/comparison')).body).toMatchObject({ differing: 0, ahead: 0 });
  });
});
