import { IdempotencyKeyReused } from '#libs/event-store';
import { inTransaction } from '#libs/platform';
import { filterText } from '#libs/subscriptions';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { invalidBody } from '../problems/invalid-body.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { insertDeliverySql, setChallengeSql } from './deliveries.sql.ts';
import { newSigningKey, type SigningKey } from './signing-keys.ts';
import { type SubscriptionAnswer, type SubscriptionList } from './subscription-answers.ts';
import { type SubscriptionWanted } from './subscription-requests.ts';
import { inFull, type StandingRow, subscriptionOf, type SubscriptionRow } from './subscription-rows.ts';
import {
  countOwnedSql,
  deleteSubscriptionSql,
  endsSql,
  findRequestedSql,
  findSubscriptionSql,
  insertSecretSql,
  insertSubscriptionSql,
  listSubscriptionsSql,
  lockOwnerSql,
  standingSql,
  tellDispatcherSql,
} from './subscriptions.sql.ts';

/** The name of whose subscriptions somebody sees; null for everybody's. */
export type Whose = string | null;

export const MOST_SUBSCRIPTIONS = 100;

/** The stream of the challenges of a subscription, in which each waits for the one before. */
export const CHALLENGES = 'subscription-challenge';

/** A subscription just made, with what signs; without it where the same request had made it before. */
export interface Created {
  readonly id: string;
  readonly key: SigningKey | undefined;
}

/** Where something was asked for under an Idempotency-Key. */
type Request = { readonly key: string; readonly fingerprint: string } | undefined;

/** The subscriptions: made, shown and deleted. What is sent, the dispatcher sends. */
@Injectable()
export class Subscriptions {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  /**
   * Makes a subscription, and has its address challenged. Asked again under the same key it is the one made first: its
   * secret, told once, is not told again.
   *
   * @throws IdempotencyKeyReused
   * @throws Problem `too-many-subscriptions`, and `invalid-body` for an `after` that lies ahead.
   */
  create(wanted: SubscriptionWanted, owner: string, request: Request): Promise<Created> {
    return inTransaction(this.pool, 'begin', async (tx) => {
      await tx.query(lockOwnerSql, [owner]);
      const earlier = request && (await requested(tx, owner, request));
      if (earlier !== undefined) return { id: earlier, key: undefined };
      await mustHaveRoom(tx, owner);
      const { of, filter, url, description, signing } = wanted;
      const ends = await endsOf(tx);
      const { after = ends[of] } = wanted;
      if (after > ends[of]) throw ahead(of, ends[of]);
      const id = uuidv7();
      await tx.query(insertSubscriptionSql, [
        ...[id, owner, of, filterText(filter), url, description, signing, after],
        ...[request?.key ?? null, request?.fingerprint ?? null],
      ]);
      const key = newSigningKey(signing);
      await tx.query(insertSecretSql, [id, key.secret, key.publicKey]);
      await challenge(tx, id);
      return { id, key };
    });
  }

  /** A page of them, oldest first. @param after the id of the last of the page before. */
  async list(
    whose: Whose,
    { after, status, limit }: { readonly after?: string; readonly status?: string; readonly limit: number },
  ): Promise<SubscriptionList> {
    const values = [whose, after ?? null, status ?? null, limit + 1];
    const { rows } = await this.pool.query<SubscriptionRow>(listSubscriptionsSql, values);
    const items = rows.slice(0, limit).map(subscriptionOf);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** @throws Problem `not-found`, also for one that is somebody else's. */
  async find(id: string, whose: Whose): Promise<SubscriptionAnswer> {
    const row = await this.row(id, whose);
    const [{ rows }, ends] = await Promise.all([
      this.pool.query<StandingRow>(standingSql, [id]),
      endsOf(this.pool),
    ]);
    const [standing] = rows;
    if (!standing) throw new Error('a select of subselects has a row');
    return inFull(row, standing, ends[row.of]);
  }

  /** @throws Problem `not-found`, also for one that is somebody else's. */
  async row(id: string, whose: Whose): Promise<SubscriptionRow> {
    const { rows } = await this.pool.query<SubscriptionRow>(findSubscriptionSql, [idIn(id), whose]);
    if (!rows[0]) throw notFound('subscription', id);
    return rows[0];
  }

  /** With it go its secrets, deliveries and what waits. @throws Problem `not-found` */
  async delete(id: string, whose: Whose): Promise<void> {
    await inTransaction(this.pool, 'begin', async (tx) => {
      const { rowCount } = await tx.query(deleteSubscriptionSql, [idIn(id), whose]);
      if (rowCount !== 1) throw notFound('subscription', id);
      await tx.query(tellDispatcherSql, [id]);
    });
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id in an address. @throws Problem `not-found` for what can be none. */
export function idIn(text: string): string {
  if (!UUID.test(text)) throw notFound('subscription', text);
  return text;
}

/** Has the address asked whether it wants this: what it is to answer, and the delivery that carries it. */
export async function challenge(tx: PoolClient, id: string): Promise<void> {
  const awaited = randomBytes(32).toString('base64url');
  const body = JSON.stringify({ type: 'subscription-challenge', subscription: id, challenge: awaited });
  await tx.query(setChallengeSql, [id, awaited]);
  await tx.query(insertDeliverySql, [id, 'challenge', `challenge-${uuidv4()}`, CHALLENGES, body]);
  await tx.query(tellDispatcherSql, [id]);
}

async function requested(
  tx: PoolClient,
  owner: string,
  { key, fingerprint }: NonNullable<Request>,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string; fingerprint: string }>(findRequestedSql, [owner, key]);
  const [earlier] = rows;
  if (earlier && earlier.fingerprint !== fingerprint) throw new IdempotencyKeyReused(key);
  return earlier?.id;
}

async function mustHaveRoom(tx: PoolClient, owner: string): Promise<void> {
  const { rows } = await tx.query<{ count: number }>(countOwnedSql, [owner]);
  if ((rows[0]?.count ?? 0) < MOST_SUBSCRIPTIONS) return;
  throw new Problem('too-many-subscriptions', `${owner} has ${MOST_SUBSCRIPTIONS} subscriptions already.`);
}

async function endsOf(
  sql: Pick<Pool, 'query'>,
): Promise<{ readonly events: number; readonly changes: number }> {
  const { rows } = await sql.query<{ events: string; changes: string }>(endsSql);
  return { events: Number(rows[0]?.events ?? 0), changes: Number(rows[0]?.changes ?? 0) };
}

const ahead = (of: 'events' | 'changes', end: number): Problem =>
  invalidBody([
    {
      pointer: '/after',
      fault: `is beyond the last ${of === 'events' ? 'position' : 'number'}, ${end}`,
      remedy: 'leave it out for what comes from now on',
    },
  ]);
