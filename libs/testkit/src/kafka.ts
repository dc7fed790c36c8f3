import { randomUUID } from 'node:crypto';
import { type Admin, type Kafka, type Message } from 'kafkajs';
import { until } from './until.ts';

/** The broker of the tests, "host:port" each; empty where there is none. */
export const testBrokers = (): readonly string[] =>
  (process.env['LEDGER_TEST_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');

/** `describe` where there is a broker; elsewhere its tests are skipped, which global-setup.ts announces. */
export const describeWithKafka = (name: string, tests: () => void): void => {
  (testBrokers().length > 0 ? describe : describe.skip)(name, tests);
};

/** A message as it lies in the topic. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A topic of one's own, which does not exist until somebody makes it. */
export interface TestTopic {
  readonly name: string;
  readonly groupId: string;
  /** All that is in it now, partition by partition in order of offsets. */
  read(): Promise<readonly TopicMessage[]>;
  send(...messages: readonly Message[]): Promise<void>;
  create(partitions: number): Promise<void>;
  /** Removes a partition's messages below an offset. */
  cut(partition: number, below: number): Promise<void>;
  /** Removes it; returns when the broker knows nothing of it. */
  delete(): Promise<void>;
  /** Removes it if it is there, and the connection. */
  drop(): Promise<void>;
}

/** Names a topic nobody else uses. The broker is first asked when something is done with it. */
export async function testTopic(): Promise<TestTopic> {
  const { Kafka, logLevel } = await import('kafkajs');
  const name = `ledger.test.${randomUUID()}`;
  const kafka = new Kafka({
    brokers: [...testBrokers()],
    clientId: 'ledger-test',
    logLevel: logLevel.NOTHING,
  });
  let connecting: Promise<Admin> | undefined;
  const connect = async (): Promise<Admin> => {
    const admin = kafka.admin();
    await admin.connect();
    return admin;
  };
  const asAdmin = async <T>(act: (admin: Admin) => Promise<T>): Promise<T> =>
    act(await (connecting ??= connect()));
  const isThere = (): Promise<boolean> => asAdmin(async (admin) => (await admin.listTopics()).includes(name));
  const remove = async (): Promise<void> => {
    await asAdmin((admin) => admin.deleteTopics({ topics: [name] }));
    await until('the topic is gone', async () => !(await isThere()));
  };
  return {
    name,
    groupId: `${name}.projector`,
    read: async () => {
      if (!(await isThere())) return [];
      return readAll(kafka, name, await asAdmin((admin) => admin.fetchTopicOffsets(name)));
    },
    send: async (...messages) => {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      await producer.send({ topic: name, messages: [...messages] });
      await producer.disconnect();
    },
    create: async (partitions) => {
      const topics = [{ topic: name, numPartitions: partitions }];
      await asAdmin((admin) => admin.createTopics({ topics, waitForLeaders: true }));
    },
    cut: (partition, below) =>
      asAdmin(async (admin) => {
        // kafkajs learns of the topic by this.
        await admin.fetchTopicOffsets(name);
        await admin.deleteTopicRecords({ topic: name, partitions: [{ partition, offset: String(below) }] });
      }),
    delete: remove,
    drop: async () => {
      if (testBrokers().length === 0) return;
      if (await isThere()) await asAdmin((admin) => admin.deleteTopics({ topics: [name] }));
      await asAdmin((admin) => admin.disconnect());
    },
  };
}

async function readAll(
  kafka: Kafka,
  topic: string,
  extent: readonly { partition: number; low: string; high: string }[],
): Promise<readonly TopicMessage[]> {
  const ends = new Map(extent.map(({ partition, high }) => [partition, Number(high)]));
  const missing = new Set(extent.filter(({ low, high }) => low !== high).map(({ partition }) => partition));
  const messages: TopicMessage[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}.${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ partition, message: { offset, key, value, headers = {} } }) => {
      const texts = Object.entries(headers).map(([header, bytes]) => [header, String(bytes)] as const);
      messages.push({
        partition,
        offset: Number(offset),
        key: String(key),
        value: String(value),
        headers: Object.fromEntries(texts),
      });
      if (Number(offset) + 1 >= (ends.get(partition) ?? 0)) missing.delete(partition);
      return Promise.resolve();
    },
  });
  await until('the topic is read', () => missing.size === 0);
  await consumer.disconnect();
  return messages.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
}
