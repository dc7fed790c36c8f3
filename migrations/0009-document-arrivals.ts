import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { documentArrivals } from './sql/document-arrivals.sql.ts';

/** Since when each document can be quoted, so that what was answered before stays as it was. */
export class DocumentArrivals implements MigrationInterface {
  readonly name = 'DocumentArrivals0000000000009';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(documentArrivals);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
