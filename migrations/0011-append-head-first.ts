import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { appendBatch } from './sql/append-batch.sql.ts';

/** A batch of appends moves the head first; on a ledger begun before, the function that locked it first is replaced. */
export class AppendHeadFirst implements MigrationInterface {
  readonly name = 'AppendHeadFirst0000000000011';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(appendBatch);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
