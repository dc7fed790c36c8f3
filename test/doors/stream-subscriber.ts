import { until } from '#libs/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { StreamReader } from '../../apps/api/test/stream-reader.ts';
import { type Heard, type Subscriber } from './subscriber.ts';

export interface StreamSubscriberOptions {
  readonly of: Subscriber['of'];
  readonly filter: string;
  readonly key: string;
  /** The processes to come to, each in turn. */
  readonly urls: readonly string[];
  /** Whether it says, when it comes again, what it received last. One who does not begins anew with what is new. */
  readonly resumes?: boolean;
  /** Waited for before it comes again. */
  readonly beforeComingAgain?: () => Promise<void>;
}

const RETRY_MS = 200;

/** One who reads a stream over HTTP and comes again whenever it ends, to another process. */
export class StreamSubscriber implements Subscriber {
  readonly heard: Heard[] = [];
  readonly name: string;
  readonly of: Subscriber['of'];
  readonly filter: string;
  /** How often it had to come again. */
  broken = 0;
  #lastEventId = '0';
  readonly #done = new AbortController();
  #reader: StreamReader | undefined;
  readonly #following: Promise<void>;

  constructor(private readonly options: StreamSubscriberOptions) {
    ({ of: this.of, filter: this.filter } = options);
    this.name = `stream of ${options.of} ${options.filter}`;
    this.#following = this.#follow();
  }

  readonly #isDone = (): boolean => this.#done.signal.aborted;

  async stop(): Promise<void> {
    this.#done.abort();
    this.#reader?.close();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { urls, resumes = true, beforeComingAgain } = this.options;
    for (let turn = 0; !this.#isDone(); turn += 1) {
      const reader = await this.#open(urls[turn % urls.length] ?? '', turn === 0 || resumes);
      if (reader?.status === 200) {
        this.#reader = reader;
        await until('the stream is over', () => reader.isOver || this.#isDone(), 3_600_000);
        this.#lastEventId = reader.lastEventId;
        this.broken += 1;
        if (!this.#isDone()) await beforeComingAgain?.();
      } else await pause(RETRY_MS);
      reader?.close();
    }
  }

  #open(url: string, saysWhere: boolean): Promise<StreamReader | undefined> {
    const { of, filter, key } = this.options;
    return StreamReader.open(`${url}/v1/${of}?${filter}`, {
      key,
      ...(saysWhere && { lastEventId: this.#lastEventId }),
      onMessage: ({ data }) => {
        const { id, subject, position } = JSON.parse(data) as {
          id: string;
          subject: string;
          position: number;
        };
        this.heard.push({ id, stream: subject, position });
      },
    }).catch(() => undefined);
  }
}
