import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Heard, type Subscriber } from './subscriber.ts';

const RETRY_MS = 500;

/** A stranger who reads a topic with a consumer group of their own, by what docs/kafka.md says and nothing else. */
export class TopicSubscriber implements Subscriber {
  readonly filter = '';
  readonly heard: Heard[] = [];
  readonly name: string;
  readonly #done = new AbortController();
  #end: () => void = () => undefined;
  readonly #reading: Promise<void>;

  constructor(
    private readonly brokers: string,
    private readonly topic: string,
    readonly of: Subscriber['of'],
  ) {
    this.name = `topic ${topic}`;
    this.#reading = this.#read();
  }

  readonly #isDone = (): boolean => this.#done.signal.aborted;

  async stop(): Promise<void> {
    this.#done.abort();
    this.#end();
    await this.#reading;
  }

  async #read(): Promise<void> {
    while (!this.#isDone()) {
      await this.#readOnce().catch(() => undefined);
      if (!this.#isDone()) await pause(RETRY_MS);
    }
  }

  /** Until the consumer gives up, or this is to end. */
  async #readOnce(): Promise<void> {
    const kafka = new Kafka({ brokers: [this.brokers], clientId: 'stranger', logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({
      ...{ groupId: `stranger.${this.topic}`, sessionTimeout: 6_000, maxWaitTimeInMs: 250 },
      retry: { retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
    const over = new Promise<void>((resolve) => {
      this.#end = resolve;
      consumer.on(consumer.events.CRASH, () => {
        resolve();
      });
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: this.topic, fromBeginning: true });
      await consumer.run({
        eachMessage: ({ message: { key, headers = {} } }) => {
          const header = (name: string): string => String(headers[name]);
          this.heard.push({
            id: header('ce_id'),
            stream: String(key),
            position: Number(header('ce_position')),
          });
          return Promise.resolve();
        },
      });
      if (!this.#isDone()) await over;
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }
}
