import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { readModelTables } from './sql/read-model-tables.sql.ts';

/** The tables that questions are answered from. They stand in schemas that the projector makes, fills and replaces. */
export class ReadModels implements MigrationInterface {
  readonly name = 'ReadModels0000000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(readModelTables);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
