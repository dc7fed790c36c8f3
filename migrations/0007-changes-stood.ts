import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { changesStood } from './sql/changes-stood.sql.ts';

/** Labels and shares of changes as columns, so that events and feeds can be filtered by them. */
export class ChangesStood implements MigrationInterface {
  readonly name = 'ChangesStood0000000000007';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(changesStood);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
