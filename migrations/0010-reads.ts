import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { readGrants, reads } from './sql/reads.sql.ts';
import { keepAppendOnly } from './sql/refuse-change.sql.ts';

/** Who read what. */
export class Reads implements MigrationInterface {
  readonly name = 'Reads0000000000010';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [reads, keepAppendOnly('ledger.reads'), readGrants]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
