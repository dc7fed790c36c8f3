import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { readModelsAsOf } from './sql/read-models-as-of.sql.ts';

/** As of what the live read models are true is asked by a statement that is planned once for a connection. */
export class AsOfPlannedOnce implements MigrationInterface {
  readonly name = 'AsOfPlannedOnce0000000000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(readModelsAsOf);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
