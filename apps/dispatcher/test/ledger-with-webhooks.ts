import { randomBytes, randomUUID } from 'node:crypto';
import { addressEnvironment, addressRulesOf, type AddressRules } from '#libs/subscriptions';
import { fact, until } from '#libs/testkit';
import { z } from 'zod';
import { type DispatcherConfig } from '../src/config.ts';
import { type RunningDispatcher, startDispatcher } from '../src/start-dispatcher.ts';
import { openLedger, type LedgerWithDeadlines } from './ledger-with-deadlines.ts';

/** What the settings allow where receivers are on this machine. */
export const onThisMachine: AddressRules = addressRulesOf(
  z
    .object(addressEnvironment)
    .parse({ WEBHOOKS_ALLOW_HTTP: 'true', WEBHOOKS_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128' }),
);

/** Waits that nobody notices. */
export const QUICK = {
  ...{ retriesMs: [1, 1, 1], shortRetriesMs: [1, 1], pauseMs: 1, longestPauseMs: 10 },
  ...{ reloadMs: 500, pollMs: 200 },
};

/** So many deliveries of one commitment, `batch-1` and so on. */
export const batches = (commitment: string, count: number, from = 1) =>
  Array.from({ length: count }, (_, index) =>
    fact.delivery({ commitment, delivery: `batch-${from + index}` }),
  );

/** What a subscription is made of, as the door makes it. */
export interface Wished {
  readonly url: string;
  readonly of?: 'events' | 'changes';
  /** In the text of the filter language. */
  readonly filter?: string;
  readonly after?: number;
  /** Without a challenge before. */
  readonly isActive?: boolean;
  readonly secret?: string;
  readonly isRotatedFrom?: string;
}

/** A delivery with its attempts. */
export interface DeliverySeen {
  readonly id: number;
  readonly what: string;
  readonly number: number | null;
  readonly stream: string;
  readonly state: string;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly status: number | null;
    readonly error: string | null;
  }[];
  /** Milliseconds until the next attempt. */
  readonly inMs: number;
}

/** A ledger with webhooks, and as many dispatchers as the test starts. */
export interface LedgerWithWebhooks extends Pick<
  LedgerWithDeadlines,
  'database' | 'store' | 'record' | 'close'
> {
  dispatch(webhooks?: DispatcherConfig['webhooks'], addresses?: AddressRules): Promise<RunningDispatcher>;
  /** @returns the id of the subscription. */
  subscribe(wished: Wished): Promise<string>;
  setStatus(id: string, status: 'active' | 'paused'): Promise<void>;
  /** One row of the subscription. */
  subscription(id: string): Promise<{ status: string; reason: string | null; after: number }>;
  /** By id. */
  deliveries(id: string): Promise<readonly DeliverySeen[]>;
  /** Waits until there are so many deliveries, and none of them waits. */
  settled(id: string, count: number): Promise<unknown>;
  /** Has all dead letters tried again. */
  replay(id: string): Promise<void>;
  /** Has a test sent. */
  test(id: string): Promise<void>;
  /** Tells of changes, one by one, as the projector and the relay do. */
  change(...commitments: readonly string[]): Promise<void>;
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Opens an empty ledger. */
export function openWebhooks(database: LedgerWithDeadlines['database']): LedgerWithWebhooks {
  const ledger = openLedger(database);
  const admin = database.pool('admin', 2);
  const started: RunningDispatcher[] = [];
  const tell = (id: string) => admin.query(`select pg_notify('ledger_subscriptions', $1)`, [id]);
  let changes = 0;
  const deliveries = async (id: string): Promise<readonly DeliverySeen[]> => {
    const { rows } = await admin.query<DeliverySeen>(
      `select id::int, what, number::int, stream, state,
              extract(epoch from next_at - clock_timestamp())::float8 * 1000 as "inMs",
              (select coalesce(json_agg(json_build_object('attempt', attempt, 'status', status, 'error', error)
                                        order by attempt), '[]')
                 from ledger.delivery_attempts where delivery = d.id) as attempts
         from ledger.deliveries d where subscription = $1 order by d.id`,
      [id],
    );
    return rows;
  };
  return {
    database,
    store: ledger.store,
    record: (...facts) => ledger.record(...facts),
    close: async () => {
      await Promise.all(started.map((dispatcher) => dispatcher.stop()));
      await ledger.close();
    },
    dispatch: async (webhooks, addresses = onThisMachine) => {
      const config = { databaseUrl: database.urls.dispatcher, tickMs: 1_000, addresses };
      // No deadline passes meanwhile, which would be an event more.
      const now = () => new Date('2024-11-17T00:00:00Z');
      const dispatcher = await startDispatcher({ ...config, ...(webhooks && { webhooks }) }, now);
      started.push(dispatcher);
      return dispatcher;
    },
    subscribe: async ({
      url,
      of = 'events',
      filter = '',
      after = 0,
      isActive = true,
      secret,
      isRotatedFrom,
    }) => {
      const id = randomUUID();
      const challenge = isActive ? null : randomBytes(16).toString('base64url');
      await admin.query(
        `insert into ledger.subscriptions (id, owner, of, filter, url, signing, after, status, verified_at, challenge)
         values ($1, 'desk', $2, $3, $4, 'hmac', $5, $6, case when $6 = 'active' then now() end, $7)`,
        [id, of, filter, url, after, isActive ? 'active' : 'unverified', challenge],
      );
      if (isRotatedFrom !== undefined) {
        await admin.query(
          `insert into ledger.subscription_secrets (subscription, secret, created_at, retires_at)
           values ($1, $2, now() - interval '1 hour', now() + interval '1 hour')`,
          [id, isRotatedFrom],
        );
      }
      await admin.query(`insert into ledger.subscription_secrets (subscription, secret) values ($1, $2)`, [
        ...[id, secret ?? newSecret()],
      ]);
      if (challenge !== null) {
        const body = JSON.stringify({ type: 'subscription-challenge', subscription: id, challenge });
        await admin.query(
          `insert into ledger.deliveries (subscription, what, message_id, stream, body)
           values ($1, 'challenge', $3, 'subscription-challenge', $2)`,
          [id, body, `challenge-${id}`],
        );
      }
      await tell(id);
      return id;
    },
    setStatus: async (id, status) => {
      await admin.query('update ledger.subscriptions set status = $2 where id = $1', [id, status]);
      await tell(id);
    },
    subscription: async (id) => {
      const { rows } = await admin.query<{ status: string; reason: string | null; after: string }>(
        'select status, reason, after from ledger.subscriptions where id = $1',
        [id],
      );
      const [row] = rows;
      if (!row) throw new Error(`there is no subscription ${id}`);
      return { ...row, after: Number(row.after) };
    },
    deliveries,
    settled: (id, count) =>
      until(
        'all are settled',
        async () => {
          const all = await deliveries(id);
          return all.length >= count && all.every(({ state }) => state !== 'waiting');
        },
        60_000,
      ),
    replay: async (id) => {
      await admin.query(
        `update ledger.deliveries
            set state = 'waiting', tried_before = attempts, next_at = clock_timestamp(), settled_at = null
          where subscription = $1 and state = 'dead'`,
        [id],
      );
      await tell(id);
    },
    test: async (id) => {
      await admin.query(
        `insert into ledger.deliveries (subscription, what, message_id, stream, body)
         values ($1, 'test', 'test-' || gen_random_uuid(), 'subscription-test', '{"type":"SubscriptionTested"}')`,
        [id],
      );
      await tell(id);
    },
    change: async (...commitments) => {
      for (const commitment of commitments) {
        changes += 1;
        const body = changeBody(commitment, changes);
        await admin.query(
          `with told as (
             insert into ledger.changes (position, commitment, event_id, recorded_at, body)
             values ($1, $2, gen_random_uuid(), '2024-11-16T00:00:00.000000Z', $3)
           ), numbered as (
             insert into ledger.change_numbers (number, position) values ($1, $1)
           )
           update ledger.changes_state set numbered = $1`,
          [changes, commitment, body],
        );
        await admin.query(`select pg_notify('ledger_changes', '')`);
      }
    },
  };
}

const changeBody = (commitment: string, position: number): string =>
  JSON.stringify({
    ...{ beneficiaries: ['UA'], commitment, committers: ['JP'], derivation: [] },
    event: { position, type: 'GeneratorsDelivered' },
    ...{ from: null, kind: 'goods', omitted: 0, title: commitment },
    to: { label: 'announced', share: { lo: '0', hi: '1' } },
  });
