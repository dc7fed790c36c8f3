import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { apiKeys } from './sql/api-keys.sql.ts';
import { columnTypes } from './sql/column-types.sql.ts';
import { append } from './sql/append.sql.ts';
import { appendBatch } from './sql/append-batch.sql.ts';
import { documents } from './sql/documents.sql.ts';
import { events } from './sql/events.sql.ts';
import { grants } from './sql/grants.sql.ts';
import { head } from './sql/head.sql.ts';
import { idempotency } from './sql/idempotency.sql.ts';
import { positionAt } from './sql/position-at.sql.ts';
import { keepAppendOnly, refuseChange } from './sql/refuse-change.sql.ts';

/** The log itself: events, where it ends, what was asked before, documents and keys; append-only, least privilege. */
export class Ledger implements MigrationInterface {
  readonly name = 'Ledger0000000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    const objects = [
      columnTypes,
      events,
      head,
      idempotency,
      documents,
      apiKeys,
      append,
      appendBatch,
      positionAt,
      refuseChange,
    ];
    const guarded = ['ledger.events', 'ledger.idempotency', 'ledger.documents'];
    for (const sql of [...objects, ...guarded.map(keepAppendOnly), grants]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
