import { type Admin } from 'kafkajs';
import { type RelayState } from './relay-state.ts';

/** What a topic holds, and which of all topics of that name it is. */
export interface TopicFound {
  /** "cluster id/topic" */
  readonly id: string;
  /** Partition 0 first; undefined when there is no such topic. */
  readonly extent: readonly PartitionExtent[] | undefined;
}

/** What a partition holds: from `low` up to, not including, `high`. */
export interface PartitionExtent {
  readonly low: number;
  readonly high: number;
}

/** The topic as it should be made. */
export interface TopicShape {
  readonly topic: string;
  readonly partitions: number;
}

/** Nothing is ever deleted by age or size: a reader of 2040 begins at the first event. */
const CONFIG = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'cleanup.policy', value: 'delete' },
];

/**
 * Looks at a topic.
 *
 * @throws whatever kafkajs throws when the brokers are away.
 */
export async function findTopic(admin: Admin, topic: string): Promise<TopicFound> {
  const { clusterId } = await admin.describeCluster();
  const id = `${clusterId}/${topic}`;
  // Asked first, because fetchTopicOffsets retries an unknown topic for seconds.
  const topics = await admin.listTopics();
  if (!topics.includes(topic)) return { id, extent: undefined };
  const offsets = await admin.fetchTopicOffsets(topic);
  const extent = offsets
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ low, high }) => ({ low: Number(low), high: Number(high) }));
  return { id, extent };
}

/** Makes the topic where it is missing, replicated as the brokers do by default. */
export async function createTopic(admin: Admin, { topic, partitions }: TopicShape): Promise<void> {
  await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, replicationFactor: -1, configEntries: CONFIG }],
    waitForLeaders: true,
  });
}

/**
 * Why the topic does not hold what was published, in words that follow "the topic"; undefined when it does. `state` must
 * have been read before the topic was looked at: a topic only grows.
 */
export function damageOf(
  { generation, topic, startOffsets, endOffsets }: RelayState,
  { id, extent }: TopicFound,
): string | undefined {
  if (generation === 0) return 'has never been published to';
  if (topic !== id) return 'is not the one last published to';
  if (!extent) return 'does not exist';
  if (extent.length !== endOffsets.length) {
    return `has ${extent.length} partitions where ${endOffsets.length} were published to`;
  }
  for (const [partition, { low, high }] of extent.entries()) {
    const start = startOffsets[partition] ?? 0;
    const end = endOffsets[partition] ?? 0;
    if (high < end) return `ends at ${high} in partition ${partition}, where it was published up to ${end}`;
    if (low > start && end > start)
      return `begins at ${low} in partition ${partition}, where it began at ${start}`;
  }
  return undefined;
}
