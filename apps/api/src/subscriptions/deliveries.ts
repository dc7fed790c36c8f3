import { inTransaction } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { LedgerId } from '../ledger-id.ts';
import { notFound, Problem } from '../problems/problem.ts';
import {
  countDeadSql,
  countWaitingTestsSql,
  findDeliverySql,
  insertDeliverySql,
  newestDeliveriesSql,
  oldestDeliveriesSql,
  replayDeadSql,
  replayOneSql,
} from './deliveries.sql.ts';
import { notVerified } from './keeping.ts';
import { type DeliveryAnswer, type DeliveryList, type ReplayAnswer } from './subscription-answers.ts';
import { type DeliveryRow, deliveryOf } from './subscription-rows.ts';
import { Subscriptions, type Whose } from './subscriptions.ts';
import { lockSubscriptionSql, tellDispatcherSql } from './subscriptions.sql.ts';

/** Which deliveries are asked for. */
export interface DeliveriesAsked {
  readonly state?: string | undefined;
  /** The id of the last on the page before. */
  readonly after?: number | undefined;
  readonly direction: 'ascending' | 'descending';
  readonly limit: number;
}

/** The stream of the tests of a subscription, in which each waits for the one before. */
const TESTS = 'subscription-test';
const MOST_TESTS = 10;
/** So many dead letters are taken up at once: as many as may wait. */
const REPLAYED_AT_ONCE = 1_000;

/** What was handed to subscriptions, and what of it is to be tried again. */
@Injectable()
export class Deliveries {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(LedgerId) private readonly ledger: LedgerId,
  ) {}

  /** @throws Problem `not-found` */
  async list(
    id: string,
    whose: Whose,
    { state, after, direction, limit }: DeliveriesAsked,
  ): Promise<DeliveryList> {
    const { of } = await this.subscriptions.row(id, whose);
    const sql = direction === 'ascending' ? oldestDeliveriesSql : newestDeliveriesSql;
    const { rows } = await this.pool.query<DeliveryRow>(sql, [id, state ?? null, after ?? null, limit + 1]);
    const items = rows.slice(0, limit).map((row) => deliveryOf(row, of));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** @throws Problem `not-found` */
  async find(id: string, delivery: string, whose: Whose): Promise<DeliveryAnswer> {
    const { of } = await this.subscriptions.row(id, whose);
    const known = /^[1-9]\d{0,14}$/.test(delivery);
    const { rows } = known
      ? await this.pool.query<DeliveryRow>(findDeliverySql, [id, delivery])
      : { rows: [] };
    if (!rows[0]) throw notFound('delivery', delivery);
    return deliveryOf(rows[0], of);
  }

  /**
   * Has a dead letter tried again from the first attempt on. What came after it in its stream has gone ahead.
   *
   * @throws Problem `not-found`, `not-a-dead-letter`
   */
  async replay(id: string, delivery: string, whose: Whose): Promise<DeliveryAnswer> {
    const { state } = await this.find(id, delivery, whose);
    const { rowCount } = await this.pool.query(replayOneSql, [id, delivery]);
    if (rowCount !== 1) throw new Problem('not-a-dead-letter', `The delivery ${delivery} is ${state}.`);
    await this.pool.query(tellDispatcherSql, [id]);
    return this.find(id, delivery, whose);
  }

  /** Has all dead letters tried again in their order, so many at once. @throws Problem `not-found` */
  async replayAll(id: string, from: number, whose: Whose): Promise<ReplayAnswer> {
    await this.subscriptions.row(id, whose);
    const { rowCount } = await this.pool.query(replayDeadSql, [id, from, REPLAYED_AT_ONCE]);
    await this.pool.query(tellDispatcherSql, [id]);
    const { rows } = await this.pool.query<{ count: number }>(countDeadSql, [id, from]);
    return { replayed: rowCount ?? 0, left: rows[0]?.count ?? 0 };
  }

  /**
   * Has something sent that says nothing of the ledger, to try the address with.
   *
   * @throws Problem `not-found`, `not-verified`, `subscription-paused`, `too-many-tests`
   */
  async test(id: string, whose: Whose): Promise<DeliveryAnswer> {
    await this.subscriptions.row(id, whose);
    const messageId = `test-${uuidv4()}`;
    const body = JSON.stringify({
      specversion: '1.0',
      id: messageId,
      source: `${await this.ledger.urn()}#subscriptions`,
      type: 'SubscriptionTested',
      subject: id,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data: { subscription: id },
    });
    const delivery = await inTransaction(this.pool, 'begin', async (tx) => {
      const { rows } = await tx.query<{ status: 'active'; reason: string | null }>(lockSubscriptionSql, [
        id,
        whose,
      ]);
      const [subscription] = rows;
      if (!subscription) throw notFound('subscription', id);
      mustBeActive(subscription);
      const { rows: waiting } = await tx.query<{ count: number }>(countWaitingTestsSql, [id, TESTS]);
      if ((waiting[0]?.count ?? 0) >= MOST_TESTS) {
        throw new Problem('too-many-tests', `${MOST_TESTS} tests wait to be delivered.`);
      }
      const made = await tx.query<{ id: string }>(insertDeliverySql, [id, 'test', messageId, TESTS, body]);
      await tx.query(tellDispatcherSql, [id]);
      return made.rows[0]?.id ?? '';
    });
    return this.find(id, delivery, whose);
  }
}

function mustBeActive({
  status,
  reason,
}: {
  readonly status: 'active' | 'paused' | 'unverified' | 'stopped';
  readonly reason: string | null;
}): void {
  if (status === 'active') return;
  if (status === 'paused') {
    throw new Problem('subscription-paused', 'The subscription is paused, so nothing is sent.');
  }
  throw notVerified(status, reason);
}
