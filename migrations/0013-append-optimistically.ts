import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { appendBatchOptimistic } from './sql/append-batch-optimistic.sql.ts';
import { appendOptimistic } from './sql/append-optimistic.sql.ts';

/** Appends that nothing stands against are written in one statement; the functions before them sort out the others. */
export class AppendOptimistically implements MigrationInterface {
  readonly name = 'AppendOptimistically0000000000013';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(appendOptimistic);
    await queryRunner.query(appendBatchOptimistic);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
