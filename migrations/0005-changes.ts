import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { changes, changesGrants, changesState } from './sql/changes.sql.ts';

/** What events changed of the state of commitments, and how far that is published. */
export class Changes implements MigrationInterface {
  readonly name = 'Changes0000000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [changes, changesState, changesGrants]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
