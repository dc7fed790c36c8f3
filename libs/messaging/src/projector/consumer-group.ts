import { type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import { sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { type Bookmarks } from './bookmarks.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { foldStep } from './fold.ts';
import { type OffsetMessage, sift } from './sift.ts';

/**
 * Whoever joins after a member was killed waits this long for the dead one, so it is as short as brokers allow by
 * default; heartbeats go on while a step is under way, and one who is thrown out all the same loses only time.
 */
const SESSION_TIMEOUT_MS = 6_000;
const REBALANCE_TIMEOUT_MS = 15_000;
const HEARTBEAT_MS = 1_500;
/** kafkajs also sleeps this long when all it has is paused, so it bounds how soon a seek is noticed. */
const MAX_WAIT_MS = 250;
const STEP_MESSAGES = 500;
const HOLE_PAUSE_MS = 1_000;

/**
 * Takes part in the consumer group until the abort, or until kafkajs gives up.
 *
 * Offsets are kept with the rows, never committed to Kafka: whenever partitions are assigned, the consumer is sent to
 * where the rows are. The handler never throws anything of its own, since kafkajs would give it the same message for ever.
 *
 * @throws what ended the consumer; a new one may be tried.
 */
export async function consumeGroup(
  options: ConsumptionOptions,
  kafka: Kafka,
  bookmarks: Bookmarks,
  signal: AbortSignal,
): Promise<void> {
  const { topic, groupId, concurrency } = options;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: MAX_WAIT_MS,
    allowAutoTopicCreation: false,
    // A crashed consumer keeps what it knew of a deleted topic; we make a new one.
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
    bookmarks.assign(payload.memberAssignment[topic] ?? [], seek);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const joined = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => beating(payload, () => takeBatch(options, bookmarks, seek, payload, signal)),
    });
    await Promise.race([crashed, joined.then(() => aborted(signal)), aborted(signal)]);
  } finally {
    bookmarks.assign([], undefined);
    await consumer.disconnect().catch(() => undefined);
  }
}

async function takeBatch(
  options: ConsumptionOptions,
  bookmarks: Bookmarks,
  seek: (checkpoint: Checkpoint) => void,
  payload: EachBatchPayload,
  signal: AbortSignal,
): Promise<void> {
  const { batch } = payload;
  for (let first = 0; first < batch.messages.length; first += STEP_MESSAGES) {
    const messages = batch.messages.slice(first, first + STEP_MESSAGES);
    const last = messages.at(-1)?.offset ?? '';
    for (let failures = 0; ; failures++) {
      if (isOver(signal) || !payload.isRunning() || payload.isStale()) return;
      try {
        await step(options, bookmarks, batch.partition, messages, signal);
        bookmarks.excuse(undefined);
        break;
      } catch (error) {
        await makeGood(options, bookmarks, error, failures);
        await pause(backoffMs(failures), signal);
        await payload.heartbeat();
      }
    }
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

/** One step of one partition; afterwards its bookmark says where to go on. */
async function step(
  options: ConsumptionOptions,
  bookmarks: Bookmarks,
  partition: number,
  messages: readonly OffsetMessage[],
  signal: AbortSignal,
): Promise<void> {
  const from = bookmarks.of(partition);
  const standing = bookmarks.standing();
  if (!from || !standing) {
    await bookmarks.refresh();
    return;
  }
  const sifted = sift(from, standing.source, messages);
  switch (sifted.verdict) {
    case 'newer-generation':
      await bookmarks.refresh();
      if (bookmarks.of(partition)?.generation === from.generation) await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'hole':
      options.log.error(
        `Partition ${partition} of ${options.topic} has lost events: ${sifted.before} comes after ${sifted.after}. ` +
          'Nothing more is taken from it until the relay publishes the log again.',
      );
      await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'fold': {
      const { next, arrivals } = sifted;
      if (next.nextOffset === from.nextOffset) return;
      const outcome = await foldStep(options, { build: standing.build, from, next, arrivals });
      if (outcome === 'moved') await bookmarks.refresh();
      else bookmarks.moveTo(next);
    }
  }
}

/** Puts in order what a failed step has found amiss, as far as that is in our power. */
async function makeGood(
  { log, schema }: ConsumptionOptions,
  bookmarks: Bookmarks,
  error: unknown,
  failures: number,
): Promise<void> {
  bookmarks.excuse(isTransient(error) ? sentence(error) : undefined);
  if (failures === 0) log.warn(`A step into ${schema} failed and is tried again: ${sentence(error)}`);
  if (isStructureMissing(error) || error instanceof ReadModelsUnsound) {
    await bookmarks.refresh().catch((failure: unknown) => {
      log.debug(`${schema} could not be made anew: ${sentence(failure)}`);
    });
  }
}

function seekTo(consumer: Consumer, topic: string, { partition, nextOffset }: Checkpoint): void {
  try {
    consumer.seek({ topic, partition, offset: String(nextOffset) });
  } catch {
    // It has stopped; the next one is sent there when it joins.
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
