import { partitioning } from './partition.ts';

test('a stream is put where every other Kafka client would put it', () => {
  // From `Utils.toPositive(Utils.murmur2(key)) % 6` of kafka-clients 4.4.0.
  const partitionOf = partitioning(6);
  expect(['commitment-generators-2024', 'meeting-kyiv-2024-11-16', 'źródło'].map(partitionOf)).toEqual([
    4, 5, 5,
  ]);
});
