import { CompressionTypes, type Kafka, Partitioners } from 'kafkajs';
import { type EventMessage, type Provenance } from '../envelope.ts';
import { partitioning } from '../partition.ts';
import { type Carried } from './event-source.ts';
import { type RelayState } from './relay-state.ts';

/** The topic is not the one published to so far; publish the log again. */
export class TopicLost extends Error {
  override readonly name = 'TopicLost';
  readonly code = 'topic-lost';
}

/** A connected producer for one generation of a topic. After an error make a new one: what it knows may be wrong. */
export interface Publisher<Item extends Carried> {
  /**
   * Publishes them and returns the state they lead to, once all replicas have them.
   *
   * @throws TopicLost when the broker put them where others have been before.
   */
  publish(state: RelayState, items: readonly Item[]): Promise<RelayState>;
  close(): Promise<void>;
}

/** How something is put into a message. */
export type ToMessage<Item extends Carried> = (item: Item, provenance: Provenance) => EventMessage;

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
export async function connectPublisher<Item extends Carried>(
  kafka: Kafka,
  topic: string,
  partitions: number,
  toMessage: ToMessage<Item>,
): Promise<Publisher<Item>> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
  });
  const partitionOf = partitioning(partitions);
  await producer.connect();

  async function publish(state: RelayState, items: readonly Item[]): Promise<RelayState> {
    let reached = state;
    for (const { messages, after } of requests(state, items, partitionOf, toMessage)) {
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

/** Cuts them into requests no broker refuses for their size, each message told what stands before it. */
function* requests<Item extends Carried>(
  state: RelayState,
  items: readonly Item[],
  partitionOf: (stream: string) => number,
  toMessage: ToMessage<Item>,
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

  for (const item of items) {
    const partition = partitionOf(item.stream);
    const size = Buffer.byteLength(item.body) + MESSAGE_OVERHEAD_BYTES;
    const inPartition = (bytes.get(partition) ?? 0) + size;
    if (messages.length > 0 && (inPartition > MAX_PARTITION_BYTES || total + size > MAX_REQUEST_BYTES)) {
      yield request();
      messages = [];
      bytes = new Map();
      total = 0;
    }
    const { source, generation } = state;
    const previous = endPositions[partition] ?? 0;
    messages.push({ ...toMessage(item, { source, generation, previous }), partition });
    bytes.set(partition, (bytes.get(partition) ?? 0) + size);
    total += size;
    endPositions[partition] = item.position;
    position = item.position;
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
