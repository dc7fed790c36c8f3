import { lastChange, type NumberedChange, readChanges } from '#libs/messaging';
import { changeToMatch, type Filter, filterKeys, matches } from '#libs/subscriptions';
import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { ChangeWatch } from './change-watch.ts';

/** Which changes are asked for. */
export interface ChangesAsked {
  /** The last number already known. */
  readonly after: number;
  readonly limit: number;
  readonly filter: Filter;
}

export interface ChangePage {
  readonly changes: readonly NumberedChange[];
  /** Everything up to this number has been looked at. */
  readonly next: number;
  /** The last number there was. */
  readonly last: number;
}

/** So many are looked at for one page: some 30 ms of work, after which the page ends, full or not. */
const LOOKED_AT = 2_000;
const AT_ONCE = 500;

/** Reads pages of changes and waits for what is not there yet. */
@Injectable()
export class ChangePages {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(ChangeWatch) private readonly watch: ChangeWatch,
  ) {}

  /** A page; an empty one at the end only when nothing came in the time to wait, or the caller has left. */
  async page(asked: ChangesAsked, waitMs: number, left: AbortSignal): Promise<ChangePage> {
    const deadline = performance.now() + waitMs;
    let { after } = asked;
    for (;;) {
      const page = await this.read({ ...asked, after });
      const remaining = deadline - performance.now();
      const isWaiting = page.changes.length === 0 && remaining > 0 && !left.aborted && !this.watch.ending;
      if (!isWaiting) return page;
      after = page.next;
      if (page.next >= page.last) await this.watch.beyond(page.next, remaining, left);
    }
  }

  /** The last number is read first: what is numbered while we look is on the next page, and never skipped. */
  async read({ after, limit, filter }: ChangesAsked): Promise<ChangePage> {
    const last = await lastChange(this.pool);
    const { stream: streams } = filter;
    const isBroad = filterKeys.every((key) => key === 'stream' || filter[key] === undefined);
    if (isBroad) {
      const changes = await readChanges(this.pool, { after, limit, streams });
      return pageOf(changes, { full: changes.length === limit, after, last });
    }
    const found: NumberedChange[] = [];
    let reached = after;
    for (let looked = 0; looked < LOOKED_AT; looked += AT_ONCE) {
      const some = await readChanges(this.pool, { after: reached, limit: AT_ONCE, streams });
      for (const change of some) {
        if (matches(filter, changeToMatch(change))) found.push(change);
        if (found.length === limit) return pageOf(found, { full: true, after, last });
      }
      if (some.length < AT_ONCE) return pageOf(found, { full: false, after: reached, last });
      reached = some.at(-1)?.number ?? reached;
    }
    return { changes: found, next: reached, last: Math.max(last, reached) };
  }
}

/** A page that is full ends with its last change; one that is not, with the last change there was. */
function pageOf(
  changes: readonly NumberedChange[],
  { full, after, last }: { readonly full: boolean; readonly after: number; readonly last: number },
): ChangePage {
  const end = changes.at(-1)?.number ?? after;
  return { changes, next: full ? end : Math.max(end, after, last), last: Math.max(last, end) };
}
