import { setTimeout as pause } from 'node:timers/promises';
import { type Heard, type Subscriber } from './subscriber.ts';

interface Page {
  readonly next_url?: string;
  readonly items: readonly { readonly id: string }[];
}

const POLL_MS = 400;
const ENTRIES = 25;

/** One who asks for a feed again and again, as feed readers do, and reads older parts up to what is known. */
export class FeedSubscriber implements Subscriber {
  readonly of = 'events';
  readonly name: string;
  /** How often nothing was new. */
  unchanged = 0;
  readonly #ids: string[] = [];
  readonly #known = new Set<string>();
  #etag: string | undefined;
  #isDone = false;
  readonly #polling: Promise<void>;

  /** @param places where each event stands, by id: a feed does not tell. */
  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
    readonly filter: string,
    private readonly places: ReadonlyMap<string, Heard>,
  ) {
    this.name = `feed of ${filter}`;
    this.#polling = this.#poll();
  }

  get heard(): readonly Heard[] {
    return this.#ids.map((id) => this.places.get(id) ?? { id, stream: 'of no event', position: 0 });
  }

  async stop(): Promise<void> {
    this.#isDone = true;
    await this.#polling;
  }

  async #poll(): Promise<void> {
    for (let turn = 0; !this.#isDone; turn += 1) {
      const url = this.urls[turn % this.urls.length] ?? '';
      // A part that cannot be read, of a process just killed, has the whole of it asked for again.
      const news = await this.#newsAt(url).catch(() => undefined);
      for (const id of news ?? []) {
        this.#ids.push(id);
        this.#known.add(id);
      }
      await pause(POLL_MS);
    }
  }

  /** What is new, the oldest first. */
  async #newsAt(url: string): Promise<readonly string[]> {
    const news: string[] = [];
    let etag: string | undefined;
    const first = `${url}/feed.json?${this.filter === '' ? '' : `${this.filter}&`}limit=${ENTRIES}`;
    for (let next: string | undefined = first; next !== undefined;) {
      const response: Response = await fetch(next, {
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(next === first && this.#etag !== undefined && { 'if-none-match': this.#etag }),
        },
      });
      if (response.status === 304) {
        this.unchanged += 1;
        return [];
      }
      if (response.status !== 200) throw new Error(`The feed answered ${response.status}`);
      etag ??= response.headers.get('etag') ?? undefined;
      const { items, next_url: older } = (await response.json()) as Page;
      const ids = items.map(({ id }) => id.replace('urn:uuid:', ''));
      const fresh = ids.filter((id) => !this.#known.has(id));
      news.push(...fresh);
      next = fresh.length === ids.length ? older : undefined;
    }
    this.#etag = etag;
    return news.reverse();
  }
}
