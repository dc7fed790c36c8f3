import type pg from 'pg';
import { type Answer, type ApiUnderTest, type Asking } from './api-under-test.ts';

/** What this needs of a database; libs/testkit's TestDatabase is one. */
interface Database {
  pool(role: 'dispatcher', max?: number): pg.Pool;
}

/** A subscription that the door takes. */
export const wish = { of: 'changes', filter: { party: 'UA' }, url: 'https://example.org/hooks' };

/** What the dispatcher does, as its role, where no dispatcher is wanted in a test of the door. */
export class InPlaceOfTheDispatcher {
  readonly #pool: pg.Pool;

  constructor(database: Database) {
    this.#pool = database.pool('dispatcher', 1);
  }

  /** What is to be sent to an address, oldest first. */
  async waiting(id: string): Promise<readonly { what: string; message_id: string; body: string }[]> {
    const { rows } = await this.#pool.query<{ what: string; message_id: string; body: string }>(
      `select what, message_id, body from ledger.deliveries
        where subscription = $1 and state = 'waiting' order by id`,
      [id],
    );
    return rows;
  }

  /** The secrets that sign. */
  async secrets(id: string): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ secret: string }>(
      'select secret from ledger.subscription_secrets where subscription = $1 order by created_at',
      [id],
    );
    return rows.map(({ secret }) => secret);
  }

  /** The address has answered its challenge. */
  async verify(id: string): Promise<void> {
    await this.#settle(id, 'challenge', 'delivered');
    await this.#pool.query(
      `update ledger.subscriptions
          set status = 'active', challenge = null, verified_at = clock_timestamp() where id = $1`,
      [id],
    );
  }

  /** The address has not answered its challenge, for the last time. */
  async failChallenge(id: string, reason: string): Promise<void> {
    await this.#settle(id, 'challenge', 'dropped');
    await this.#pool.query('update ledger.subscriptions set reason = $2 where id = $1', [id, reason]);
  }

  /** The address has said that it is gone. */
  async stop(id: string): Promise<void> {
    await this.#pool.query(
      `update ledger.subscriptions set status = 'stopped', reason = 'the address answered 410' where id = $1`,
      [id],
    );
  }

  /** An entry is handed over, in so many attempts, of which the last ends as told. @returns the id of the delivery. */
  async attempt(id: string, number: number, state: 'waiting' | 'delivered' | 'dead', attempts = 1) {
    const status = state === 'delivered' ? 204 : 500;
    const error = state === 'delivered' ? null : 'answered 500';
    const { rows } = await this.#pool.query<{ id: string }>(
      `insert into ledger.deliveries
         (subscription, what, number, message_id, stream, body, state, attempts, settled_at, last_status, last_error)
       values ($1, 'entry', $2::bigint, 'event-' || $2, 'commitment-generators', null, $3, $4,
               case when $3 <> 'waiting' then clock_timestamp() end, $5, $6)
       returning id`,
      [id, number, state, attempts, status, error],
    );
    const delivery = rows[0]?.id ?? '';
    await this.#pool.query(
      `insert into ledger.delivery_attempts (delivery, attempt, at, duration_ms, status, error)
       select $1, n, clock_timestamp(), 12, case when n = $2 then $3::int else 500 end,
              case when n = $2 then $4 else 'answered 500' end
         from generate_series(1, $2::int) n`,
      [delivery, attempts, status, error],
    );
    return Number(delivery);
  }

  /** Everything waiting is delivered. */
  async deliverAll(id: string): Promise<void> {
    for (const what of ['entry', 'test', 'challenge']) await this.#settle(id, what, 'delivered');
  }

  async #settle(id: string, what: string, state: string): Promise<void> {
    await this.#pool.query(
      `update ledger.deliveries set state = $3, settled_at = clock_timestamp()
        where subscription = $1 and what = $2 and state = 'waiting'`,
      [id, what, state],
    );
  }
}

/** Makes a subscription. */
export async function subscribed(api: ApiUnderTest, more: object = {}, asking: Asking = {}): Promise<Answer> {
  const answer = await api.post('/v1/subscriptions', { ...wish, ...more }, asking);
  expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
  return answer;
}
