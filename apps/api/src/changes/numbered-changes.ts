import { lastChange } from '#libs/messaging';
import { type Filter } from '#libs/subscriptions';
import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { LedgerId } from '../ledger-id.ts';
import { type StoredPage, type StreamSource } from '../stream/stream-source.ts';
import { type Tail } from '../stream/tail.ts';
import { changeEntry } from './change-entry.ts';
import { ChangePages } from './change-pages.ts';
import { ChangeWatch } from './change-watch.ts';

/** Changes of state as soon as they have their numbers, which are what a client goes on from. */
@Injectable()
export class NumberedChanges implements StreamSource {
  readonly name = 'changes';

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(ChangePages) private readonly pages: ChangePages,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(ChangeWatch) private readonly watch: ChangeWatch,
  ) {}

  get tail(): Tail {
    return this.watch.tail;
  }

  /** It follows for as long as the process runs. */
  begin(): Promise<void> {
    return Promise.resolve();
  }

  now(): number {
    return this.watch.number;
  }

  end(): Promise<number> {
    return lastChange(this.pool);
  }

  async stored(after: number, limit: number, filter: Filter): Promise<StoredPage> {
    const { changes, next } = await this.pages.read({ after, limit, filter });
    const ledger = await this.ledger.urn();
    return { entries: changes.map((change) => changeEntry(change, ledger)), next };
  }
}
