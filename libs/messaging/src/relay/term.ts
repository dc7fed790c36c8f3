import { type Admin, type Kafka } from 'kafkajs';
import { type RecordedEvent } from '#libs/domain';
import { createKafka } from '../kafka.ts';
import { sentence } from '../log.ts';
import { backoffMs, isOver, pause, untilFirstEnds } from '../patience.ts';
import { type Carried } from './event-source.ts';
import { connectPublisher, type ToMessage, TopicLost } from './publisher.ts';
import { type Lead, type RelayOptions } from './relay-options.ts';
import {
  beginGeneration,
  checkpoint,
  EpochLost,
  pruning,
  readState,
  type RelayState,
} from './relay-state.ts';
import { createTopic, damageOf, findTopic } from './topic.ts';

/** What a leader works with. */
export interface Term<Item extends Carried = RecordedEvent> extends RelayOptions<Item>, Lead {
  readonly toMessage: ToMessage<Item>;
}

/** The log was restored to before what has been published: the readers know of events that never were. */
export class LogShorterThanTopic extends Error {
  override readonly name = 'LogShorterThanTopic';
  readonly code = 'log-shorter-than-topic';
  constructor(head: number, published: number) {
    super(
      `The log ends at ${head} but was published up to ${published}: it is not the log that was published. ` +
        'If it was restored from a backup, drop the schema read_models, set highest in ledger.relay_state to 0 ' +
        'and delete the topic; it is then published from the first event.',
    );
  }
}

const DEFAULT_BATCH = 1_000;
const DEFAULT_WATCH_MS = 3_000;

/**
 * Publishes for as long as this relay leads. A failure of the brokers ends a round, not the term: the next round looks at
 * the topic, begins a generation where it must, and goes on from the last checkpoint with a new producer.
 *
 * @throws EpochLost, or what the database answered, when the lead is lost.
 */
export async function serveTerm<Item extends Carried>(term: Term<Item>, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    const before = await readState(term);
    try {
      await round(term, before, signal);
    } catch (error) {
      if (isOver(signal) || error instanceof EpochLost) throw error;
      if (error instanceof TopicLost) {
        term.log.warn(`The topic ${term.topic} ${error.message}`);
        failures = 0;
      } else {
        const after = await readState(term);
        if (after.position > before.position) failures = 0;
        if (failures === 0)
          term.log.warn(`Publishing was interrupted, and is tried again: ${sentence(error)}`);
      }
    }
    await pause(backoffMs(failures), signal);
  }
}

async function round<Item extends Carried>(
  term: Term<Item>,
  before: RelayState,
  signal: AbortSignal,
): Promise<void> {
  const { topic, log, report } = term;
  const kafka = createKafka(term, log);
  const admin = kafka.admin();
  try {
    await admin.connect();
    const state = await readyTopic(term, before, admin);
    const head = (await term.source.head()).position;
    if (head < state.position) throw new LogShorterThanTopic(head, state.position);
    report({ generation: state.generation, position: state.position, head });
    log.log(`Publishing to ${topic} from position ${state.position + 1}, generation ${state.generation}`);
    const desk = { state };
    await untilFirstEnds(
      signal,
      (shared) => publishAll(term, desk, kafka, shared),
      (shared) => watch(term, desk, admin, shared),
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** The state to publish from: as it was, if the topic still holds all of it, or at the beginning of a new generation. */
async function readyTopic<Item extends Carried>(
  term: Term<Item>,
  state: RelayState,
  admin: Admin,
): Promise<RelayState> {
  const { topic, log } = term;
  let found = await findTopic(admin, topic);
  const damage = damageOf(state, found);
  if (damage === undefined) return state;
  const tell = `The topic ${topic} ${damage}; the log is published from its first event`;
  if (state.generation === 0) log.log(tell);
  else log.warn(tell);
  if (!found.extent) {
    await createTopic(admin, term);
    found = await findTopic(admin, topic);
  }
  const { id, extent = [] } = found;
  if (extent.length === 0) throw new Error(`The topic ${topic} was created and is not there`);
  return beginGeneration(
    term,
    id,
    extent.map(({ high }) => high),
  );
}

async function publishAll<Item extends Carried>(
  term: Term<Item>,
  desk: { state: RelayState },
  kafka: Kafka,
  signal: AbortSignal,
): Promise<void> {
  const { source, topic, toMessage, report, batch = DEFAULT_BATCH } = term;
  const publisher = await connectPublisher(kafka, topic, desk.state.endOffsets.length, toMessage);
  try {
    const keepShort = pruning(term);
    for await (const events of source.follow({ after: desk.state.position, batch, signal })) {
      if (isOver(signal)) return;
      const state = await publisher.publish(desk.state, events);
      await checkpoint(term, state);
      desk.state = state;
      report({ position: state.position });
      await keepShort(state);
    }
  } finally {
    await publisher.close().catch(() => undefined);
  }
}

/** Looks now and then whether the topic still holds what was published, whether we still lead, and where the log ends. */
async function watch<Item extends Carried>(
  term: Term<Item>,
  desk: { state: RelayState },
  admin: Admin,
  signal: AbortSignal,
): Promise<void> {
  const { topic, source, report, watchMs = DEFAULT_WATCH_MS } = term;
  while (!isOver(signal)) {
    await pause(watchMs, signal);
    if (isOver(signal)) return;
    await readState(term);
    const { state } = desk;
    const damage = damageOf(state, await findTopic(admin, topic));
    if (damage !== undefined) throw new TopicLost(damage);
    report({ head: (await source.head()).position });
  }
}
