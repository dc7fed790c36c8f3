import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { deadlines } from './sql/deadlines.sql.ts';
import { dispatcherGrants } from './sql/dispatcher-grants.sql.ts';

/** What the dispatcher notes, and what it may do. */
export class Dispatcher implements MigrationInterface {
  readonly name = 'Dispatcher0000000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [deadlines, dispatcherGrants]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
