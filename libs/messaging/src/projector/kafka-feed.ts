import { type Admin, type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import { createKafka, type KafkaAddress } from '../kafka.ts';
import { type Log, sentence } from '../log.ts';
import { aborted, isOver } from '../patience.ts';
import { type Bookmarks } from './bookmarks.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type Feed, STEP_MESSAGES, type Take } from './feed.ts';

/** Which topic is read, and in whose name. */
export interface KafkaFeedOptions extends KafkaAddress {
  readonly topic: string;
  readonly groupId: string;
}

/**
 * Whoever joins after a member was killed waits this long for the dead one, so it is as short as brokers allow by
 * default; heartbeats go on while a step is under way, and one who is thrown out all the same loses only time.
 */
const SESSION_TIMEOUT_MS = 6_000;
const REBALANCE_TIMEOUT_MS = 15_000;
const HEARTBEAT_MS = 1_500;
/** kafkajs also sleeps this long when all it has is paused, so it bounds how soon a seek is noticed. */
const MAX_WAIT_MS = 250;
/** All that came are given out at once; how many are folded at once, and which together, is not for the feed to say. */
const PARTITIONS_AT_ONCE = 64;

/** The topic, as a member of a consumer group. */
export function kafkaFeed(options: KafkaFeedOptions, log: Log): Feed {
  const { topic, groupId } = options;
  const kafka = createKafka(options, log);
  return {
    name: topic,
    isThere: () => withAdmin(kafka, async (admin) => (await admin.listTopics()).includes(topic)),
    run: (bookmarks, take, signal) => consumeGroup({ ...options, log }, kafka, bookmarks, take, signal),
    forget: async () => {
      try {
        await withAdmin(kafka, (admin) => admin.deleteGroups([groupId]));
      } catch (error) {
        log.debug(`The group ${groupId} was left behind, and expires by itself: ${sentence(error)}`);
      }
    },
  };
}

async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await ask(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * Takes part in the group until the abort, or until kafkajs gives up. Offsets are kept with the rows, never committed to
 * Kafka: whenever partitions are assigned, the consumer is sent to where the rows are.
 */
async function consumeGroup(
  { topic, groupId, log }: KafkaFeedOptions & { readonly log: Log },
  kafka: Kafka,
  bookmarks: Bookmarks,
  take: Take,
  signal: AbortSignal,
): Promise<void> {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: MAX_WAIT_MS,
    allowAutoTopicCreation: false,
    // A crashed consumer keeps what it knew of a deleted topic; a new one is made.
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
  });
  crashed.catch(() => undefined);
  const seek = (checkpoint: Checkpoint): void => {
    seekTo(consumer, topic, checkpoint);
  };
  // Runs before the first fetch of the assignment, as long as it does not wait for anything.
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? [];
    bookmarks.assign(partitions, seek);
    log.log(`Reading ${topic} as ${groupId}, partitions ${partitions.join(', ') || 'none'}`);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const joined = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => beating(payload, () => giveBatch(bookmarks, take, seek, payload, signal)),
    });
    await Promise.race([crashed, joined.then(() => aborted(signal)), aborted(signal)]);
  } finally {
    bookmarks.assign([], undefined);
    await consumer.disconnect().catch(() => undefined);
  }
}

/** Throws nothing but what a heartbeat throws, since kafkajs would give it the same messages for ever. */
async function giveBatch(
  bookmarks: Bookmarks,
  take: Take,
  seek: (checkpoint: Checkpoint) => void,
  payload: EachBatchPayload,
  signal: AbortSignal,
): Promise<void> {
  const { batch } = payload;
  const pace = {
    isOver: () => isOver(signal) || !payload.isRunning() || payload.isStale(),
    beat: () => payload.heartbeat(),
  };
  for (let first = 0; first < batch.messages.length; first += STEP_MESSAGES) {
    const messages = batch.messages.slice(first, first + STEP_MESSAGES);
    const last = messages.at(-1)?.offset ?? '';
    await take(batch.partition, messages, pace);
    const reached = bookmarks.of(batch.partition);
    if (reached && String(reached.nextOffset - 1) !== last) {
      seek(reached);
      return;
    }
    payload.resolveOffset(last);
    await payload.heartbeat();
  }
}

/** Keeps the membership alive while a batch is taken; what a heartbeat has to tell is told at the next one we wait for. */
async function beating(payload: EachBatchPayload, take: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {
    payload.heartbeat().catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    await take();
  } finally {
    clearInterval(timer);
  }
}

function seekTo(consumer: Consumer, topic: string, { partition, nextOffset }: Checkpoint): void {
  try {
    consumer.seek({ topic, partition, offset: String(nextOffset) });
  } catch {
    // It has stopped; the next one is sent there when it joins.
  }
}
