import { emptyReadModels, endedAtBirth, type EndedAtBirth, type Projected } from '#libs/testkit';
import { openReadModels, type ReadModels } from './read-models.ts';

describe('given a road on which a session may be over as soon as it has begun', () => {
  let projected: Projected;
  let road: EndedAtBirth;
  let readModels: ReadModels;

  beforeAll(async () => {
    projected = await emptyReadModels();
    road = await endedAtBirth(projected.database.urls.api);
    readModels = await openReadModels({ url: road.url, max: 2 });
  });
  afterAll(async () => {
    await readModels.close();
    await road.close();
    await projected.close();
  });

  it('when that of an answer is, then the answer alone fails, and the next is given', async () => {
    const atOnce = () =>
      Promise.allSettled([1, 2].map(() => readModels.commitments({}, { validAt: '2024-11-16' })));
    road.endNext();
    const [first, second] = await atOnce();
    expect(road.ended()).toBe(1);
    expect([first?.status, second?.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await atOnce()).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  });
});
