import { type RelayState } from './relay-state.ts';
import { damageOf } from './topic.ts';

const state: RelayState = {
  source: 'urn:uuid:ours',
  epoch: 3,
  generation: 2,
  topic: 'cluster/topic',
  position: 12,
  startOffsets: [5, 0],
  endOffsets: [11, 0],
  endPositions: [12, 0],
};
const whole = [
  { low: 5, high: 11 },
  { low: 0, high: 0 },
];

const found = (extent: readonly { low: number; high: number }[] | undefined) => ({ id: state.topic, extent });

describe('a topic', () => {
  test('that holds what was published is whole, and so is one that holds more', () => {
    expect(damageOf(state, found(whole))).toBeUndefined();
    expect(
      damageOf(
        state,
        found([
          { low: 0, high: 20 },
          { low: 4, high: 4 },
        ]),
      ),
    ).toBeUndefined();
  });

  test.each([
    ['does not exist', undefined],
    ['has 1 partitions where 2 were published to', whole.slice(1)],
    ['ends at 10 in partition 0, where it was published up to 11', [{ low: 5, high: 10 }, whole[1]]],
    ['begins at 6 in partition 0, where it began at 5', [{ low: 6, high: 11 }, whole[1]]],
  ] as const)('%s, and is damaged', (damage, extent) => {
    expect(damageOf(state, found(extent as typeof whole | undefined))).toBe(damage);
  });

  test('that this ledger has never published to is to be published to', () => {
    expect(damageOf({ ...state, generation: 0 }, found(whole))).toBe('has never been published to');
  });

  test('of the same name in another cluster is another topic', () => {
    expect(damageOf(state, { id: 'other/topic', extent: whole })).toBe('is not the one last published to');
  });
});
