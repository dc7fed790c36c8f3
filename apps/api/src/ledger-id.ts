import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';

/** Which ledger this is: the URN that is the `source` of its events here and in the topic. It never changes. */
@Injectable()
export class LedgerId {
  #urn: string | undefined;

  constructor(@Inject(Pool) private readonly pool: Pool) {}

  async urn(): Promise<string> {
    if (this.#urn === undefined) {
      const { rows } = await this.pool.query<{ ledger: string }>('select ledger from ledger.relay_state');
      if (!rows[0]) throw new Error('ledger.relay_state has no row');
      this.#urn = `urn:uuid:${rows[0].ledger}`;
    }
    return this.#urn;
  }
}
