import { inTransaction } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { notFound, Problem } from '../problems/problem.ts';
import { newSigningKey, type Signing } from './signing-keys.ts';
import { type RotatedKey, type SubscriptionSummary } from './subscription-answers.ts';
import { challenge, idIn, type Whose } from './subscriptions.ts';
import {
  askAgainSql,
  findChallengeSql,
  forgetRetiredSql,
  insertSecretSql,
  lockSubscriptionSql,
  retireSql,
  setStatusSql,
  signingKeysSql,
  tellDispatcherSql,
} from './subscriptions.sql.ts';

interface Locked {
  readonly id: string;
  readonly status: SubscriptionSummary['status'];
  readonly reason: string | null;
  readonly signing: Signing;
}

const MOST_SIGNING_KEYS = 5;
const DAY_SECONDS = 86_400;

/** What is done with a subscription that there is. Each doing locks it first, so that two at once are one after another. */
@Injectable()
export class Keeping {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  /** Nothing more is sent. Paused twice is paused. @throws Problem `not-found`, `not-verified` */
  pause(id: string, whose: Whose): Promise<void> {
    return this.#with(id, whose, async (tx, { status, reason }) => {
      if (status === 'paused') return;
      if (status !== 'active') throw notVerified(status, reason);
      await setStatus(tx, id, 'paused');
    });
  }

  /** What came meanwhile is sent, and what comes. @throws Problem `not-found`, `not-verified` */
  resume(id: string, whose: Whose): Promise<void> {
    return this.#with(id, whose, async (tx, { status, reason }) => {
      if (status === 'active') return;
      if (status !== 'paused') throw notVerified(status, reason);
      await setStatus(tx, id, 'active');
    });
  }

  /**
   * Has the address challenged again. While a challenge is on its way it is not sent another one: nobody is to be flooded
   * by way of us.
   *
   * @throws Problem `not-found`, `already-verified`
   */
  verify(id: string, whose: Whose): Promise<void> {
    return this.#with(id, whose, async (tx, { status }) => {
      if (status === 'active' || status === 'paused') {
        throw new Problem('already-verified', `The address is verified; the subscription is ${status}.`);
      }
      const { rowCount } = await tx.query(findChallengeSql, [id]);
      if (status === 'unverified' && rowCount !== 0) return;
      await tx.query(askAgainSql, [id]);
      await challenge(tx, id);
    });
  }

  /**
   * A new key signs from now on; the one before signs along for a day.
   *
   * @throws Problem `not-found`, `too-many-signing-keys`
   */
  rotate(id: string, whose: Whose): Promise<RotatedKey> {
    return this.#with(id, whose, async (tx, { signing }) => {
      await tx.query(forgetRetiredSql, [id]);
      await mustHaveRoom(tx, id);
      const { rows } = await tx.query<{ retires_at: Date }>(retireSql, [id, DAY_SECONDS]);
      const key = newSigningKey(signing);
      await tx.query(insertSecretSql, [id, key.secret, key.publicKey]);
      await tx.query(tellDispatcherSql, [id]);
      return {
        ...(key.publicKey === null ? { secret: key.secret } : { publicKey: key.publicKey }),
        previousRetiresAt: rows[0]?.retires_at.toISOString() ?? null,
      };
    });
  }

  #with<Result>(
    id: string,
    whose: Whose,
    act: (tx: PoolClient, subscription: Locked) => Promise<Result>,
  ): Promise<Result> {
    return inTransaction(this.pool, 'begin', async (tx) => {
      const { rows } = await tx.query<Locked>(lockSubscriptionSql, [idIn(id), whose]);
      if (!rows[0]) throw notFound('subscription', id);
      return act(tx, rows[0]);
    });
  }
}

async function setStatus(tx: PoolClient, id: string, status: 'active' | 'paused'): Promise<void> {
  await tx.query(setStatusSql, [id, status]);
  await tx.query(tellDispatcherSql, [id]);
}

/** That nothing is sent, because the address has not agreed to it. */
export const notVerified = (status: SubscriptionSummary['status'], reason: string | null): Problem => {
  const because = reason === null ? '' : `: ${reason.replace(/\.$/, '')}`;
  return new Problem('not-verified', `The subscription is ${status}${because}.`);
};

async function mustHaveRoom(tx: PoolClient, id: string): Promise<void> {
  const { rows } = await tx.query<{ count: number; first_retires: Date | null }>(signingKeysSql, [id]);
  const [{ count, first_retires: first } = { count: 0, first_retires: null }] = rows;
  if (count < MOST_SIGNING_KEYS) return;
  const seconds = Math.max(1, Math.ceil(((first?.getTime() ?? 0) - Date.now()) / 1000));
  throw new Problem(
    'too-many-signing-keys',
    `${count} secrets sign; the first of them retires at ${first?.toISOString() ?? 'no time'}.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
