import { parseFilter } from '#libs/subscriptions';
import { type Signing } from './signing-keys.ts';
import {
  type DeliveryAnswer,
  type SubscriptionAnswer,
  type SubscriptionSummary,
} from './subscription-answers.ts';
import { type Source } from './subscription-requests.ts';

/** `bigint` as pg gives it. */
type Digits = string;

export interface SubscriptionRow {
  readonly id: string;
  readonly owner: string;
  readonly of: Source;
  readonly filter: string;
  readonly url: string;
  readonly description: string | null;
  readonly signing: Signing;
  readonly status: SubscriptionSummary['status'];
  readonly reason: string | null;
  readonly after: Digits;
  readonly created_at: Date;
  readonly verified_at: Date | null;
  readonly changed_at: Date;
  readonly keys: readonly {
    readonly createdAt: string;
    readonly retiresAt: string | null;
    readonly publicKey: string | null;
  }[];
}

export interface StandingRow {
  readonly waiting: Digits;
  readonly dead: Digits;
  readonly delivered: Digits;
  readonly last_success: Date | null;
  readonly last_failure: {
    readonly at: string;
    readonly status: number | null;
    readonly error: string;
  } | null;
}

export interface DeliveryRow {
  readonly id: Digits;
  readonly what: DeliveryAnswer['what'];
  readonly number: Digits | null;
  readonly message_id: string;
  readonly stream: string;
  readonly state: DeliveryAnswer['state'];
  readonly next_at: Date;
  readonly created_at: Date;
  readonly settled_at: Date | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly attempts: DeliveryAnswer['attempts'];
}

/** Postgres writes a time in JSON in its own way. */
const iso = (time: string): string => new Date(time).toISOString();

/** A subscription as it may be shown: never its secret. */
export function subscriptionOf(row: SubscriptionRow): SubscriptionSummary {
  const { id, owner, of, url, description, signing, status, reason } = row;
  const parsed = parseFilter(row.filter);
  return {
    ...{ id, owner, of, filter: 'filter' in parsed ? { ...parsed.filter } : {}, url, description, signing },
    ...{ status, reason, after: Number(row.after) },
    keys: row.keys.map(({ createdAt, retiresAt, publicKey }) => ({
      createdAt: iso(createdAt),
      retiresAt: retiresAt === null ? null : iso(retiresAt),
      ...(publicKey !== null && { publicKey }),
    })),
    createdAt: row.created_at.toISOString(),
    verifiedAt: row.verified_at?.toISOString() ?? null,
    changedAt: row.changed_at.toISOString(),
  };
}

/**
 * A subscription with how it does.
 *
 * @param end where its source ends.
 */
export function inFull(row: SubscriptionRow, standing: StandingRow, end: number): SubscriptionAnswer {
  const { waiting, dead, delivered, last_success: success, last_failure: failure } = standing;
  return {
    ...subscriptionOf(row),
    behind: Math.max(0, end - Number(row.after)),
    ...{ waiting: Number(waiting), dead: Number(dead), deliveredInDay: Number(delivered) },
    lastSuccess: success?.toISOString() ?? null,
    lastFailure: failure && { ...failure, at: iso(failure.at) },
  };
}

/** A delivery as it may be shown, with each attempt. */
export function deliveryOf(row: DeliveryRow, of: Source): DeliveryAnswer {
  const { what, stream, state } = row;
  return {
    ...{ id: Number(row.id), what },
    ...(row.number !== null && { [of === 'events' ? 'position' : 'number']: Number(row.number) }),
    ...{ messageId: row.message_id, stream, state },
    nextAt: state === 'waiting' ? row.next_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    ...{ lastStatus: row.last_status, lastError: row.last_error },
    attempts: row.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
  };
}
