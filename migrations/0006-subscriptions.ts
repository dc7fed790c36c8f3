import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  deliveries,
  subscriptionGrants,
  subscriptions,
  subscriptionSecrets,
} from './sql/subscriptions.sql.ts';

/** Who is told of what by webhooks, with which secrets, and what became of each delivery. */
export class Subscriptions implements MigrationInterface {
  readonly name = 'Subscriptions0000000000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [subscriptions, subscriptionSecrets, deliveries, subscriptionGrants]) {
      await queryRunner.query(sql);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
