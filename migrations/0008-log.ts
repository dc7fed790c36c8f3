import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { logCheckpoints, logGrants, logRefusals, logs, logTiles, readOnly } from './sql/log.sql.ts';

/** The Merkle log over the events: its tiles and checkpoints, and that nothing is appended when it cannot go on. */
export class Log implements MigrationInterface {
  readonly name = 'Log0000000000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [logs, logTiles, logCheckpoints, logRefusals, readOnly, logGrants])
      await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
