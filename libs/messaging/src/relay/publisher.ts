import { type RecordedEvent } from '#libs/domain';
import { CompressionTypes, type Kafka, Partitioners } from 'kafkajs';
import { type EventMessage, toMessage } from '../envelope.ts';
import { partitioning } from '../partition.ts';
import { type RelayState } from './relay-state.ts';

/** The topic is not the one published to so far; publish the log again. */
export class TopicLost extends Error {
  override readonly name = 'TopicLost';
  readonly code = 'topic-lost';
}

/** A connected producer for one generation of a topic. After an error make a new one: what it knows may be wrong. */
export interface Publisher {
  /**
   * Publishes events and returns the state they lead to, once all replicas have them.
   *
   * @throws TopicLost when the broker put them where others have been before.
   */
  publish(state: RelayState, events: readonly RecordedEvent[]): Promise<RelayState>;
  close(): Promise<void>;
}

/** A broker refuses a batch of one partition above 1,048,588 bytes by default; the rest is for record framing. */
const MAX_PARTITION_BYTES = 900_000;
const MAX_REQUEST_BYTES = 8_000_000;
/** Headers and framing of one message, above what was ever seen. */
const MESSAGE_OVERHEAD_BYTES = 1_500;

/**
 * Connects an idempotent producer: one request in flight, acknowledged by all replicas. No transactions (DESIGN §6).
 * Retries are bounded, against kafkajs's advice for idempotence: one that gives up is thrown away, and its successor
 * publishes from the last checkpoint, which repeats events but never reorders them.
 */
export async function connectPublisher(kafka: Kafka, topic: string, partitions: number): Promise<Publisher> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
  });
  const partitionOf = partitioning(partitions);
  await producer.connect();

  async function publish(state: RelayState, events: readonly RecordedEvent[]): Promise<RelayState> {
    let reached = state;
    for (const { messages, after } of requests(state, events, partitionOf)) {
      const answers = await producer.send({ topic, messages, acks: -1, compression: CompressionTypes.None });
      reached = { ...after, endOffsets: endOffsetsAfter(reached, messages, answers) };
    }
    return reached;
  }
  return { publish, close: () => producer.disconnect() };
}

interface Placed extends EventMessage {
  partition: number;
}

interface Request {
  readonly messages: Placed[];
  /** The state when it is confirmed, but for the end offsets. */
  readonly after: RelayState;
}

/** Cuts events into requests no broker refuses for their size, each message told what stands before it. */
function* requests(
  state: RelayState,
  events: readonly RecordedEvent[],
  partitionOf: (stream: string) => number,
): Generator<Request, void> {
  const endPositions = [...state.endPositions];
  let messages: Placed[] = [];
  let bytes = new Map<number, number>();
  let total = 0;
  let position = state.position;
  const request = (): Request => ({
    messages,
    after: { ...state, position, endPositions: [...endPositions] },
  });

  for (const event of events) {
    const partition = partitionOf(event.stream);
    const size = Buffer.byteLength(event.body) + MESSAGE_OVERHEAD_BYTES;
    const inPartition = (bytes.get(partition) ?? 0) + size;
    if (messages.length > 0 && (inPartition > MAX_PARTITION_BYTES || total + size > MAX_REQUEST_BYTES)) {
      yield request();
      messages = [];
      bytes = new Map();
      total = 0;
    }
    const { source, generation } = state;
    const previous = endPositions[partition] ?? 0;
    messages.push({ ...toMessage(event, { source, generation, previous }), partition });
    bytes.set(partition, (bytes.get(partition) ?? 0) + size);
    total += size;
    endPositions[partition] = event.position;
    position = event.position;
  }
  if (messages.length > 0) yield request();
}

function endOffsetsAfter(
  { endOffsets }: RelayState,
  messages: readonly Placed[],
  answers: readonly { partition: number; baseOffset?: string }[],
): readonly number[] {
  const ends = [...endOffsets];
  for (const { partition, baseOffset } of answers) {
    if (baseOffset === undefined)
      throw new Error(`The broker did not say where partition ${partition} took it`);
    const first = Number(baseOffset);
    const before = ends[partition] ?? 0;
    if (first < before) {
      throw new TopicLost(`took offset ${first} in partition ${partition}, where ${before} had been reached`);
    }
    ends[partition] = first + messages.filter((message) => message.partition === partition).length;
  }
  return ends;
}
