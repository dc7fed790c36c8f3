import { changeJson, lastChange, readChanges } from '#libs/messaging';
import { changeToMatch } from '#libs/subscriptions';
import { LRUCache } from 'lru-cache';
import { type Pool } from 'pg';
import { type EntryPage, type PageWanted, type Source } from './source.ts';

/** Bytes of bodies that are remembered, so that what many subscribe to is read once. */
const BODY_BYTES = 4 * 1024 * 1024;

/** Changes of state, in the order of their numbers. What a filter asks of one stands in it. */
export class ChangesSource implements Source {
  readonly #bodies = new LRUCache<number, string>({
    maxSize: BODY_BYTES,
    sizeCalculation: ({ length }) => length,
  });

  /** @param ledger as a URN */
  constructor(
    private readonly pool: Pool,
    private readonly ledger: string,
  ) {}

  end(): Promise<number> {
    return lastChange(this.pool);
  }

  async page({ after, upTo, limit, streams }: PageWanted): Promise<EntryPage> {
    const read = await readChanges(this.pool, { after, limit, streams });
    const changes = read.filter(({ number }) => number <= upTo);
    const entries = changes.map((change) => ({
      ...{ number: change.number, messageId: change.id, stream: change.stream },
      about: changeToMatch(change),
    }));
    const last = changes.at(-1);
    return { entries, next: last && read.length === limit ? last.number : upTo };
  }

  async body(number: number): Promise<string | undefined> {
    const remembered = this.#bodies.get(number);
    if (remembered !== undefined) return remembered;
    const [change] = await readChanges(this.pool, { after: number - 1, limit: 1 });
    if (change?.number !== number) return undefined;
    const body = changeJson(change, this.ledger);
    this.#bodies.set(number, body);
    return body;
  }
}
