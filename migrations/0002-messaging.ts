import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createReadModels, createReadModelTables } from './sql/create-read-models.sql.ts';
import { messagingGrants } from './sql/messaging-grants.sql.ts';
import { projectionRequests } from './sql/projection-requests.sql.ts';
import { readModelsAsOf, readModelsRecipe, readModelsState } from './sql/read-models-state.sql.ts';
import { relayCheckpoints } from './sql/relay-checkpoints.sql.ts';
import { relayState } from './sql/relay-state.sql.ts';
import { dropReadModels, lockReadModels, swapReadModels } from './sql/replace-read-models.sql.ts';

/**
 * What carries the log to its readers: how far the relay is, what the projector was asked, and the making and replacing
 * of read models. The schema `read_models` is not made here but by the projector, which makes it again when it is gone.
 */
export class Messaging implements MigrationInterface {
  readonly name = 'Messaging0000000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    const tables = [relayState, relayCheckpoints, projectionRequests];
    const making = [createReadModelTables, lockReadModels, readModelsRecipe, createReadModels];
    const replacing = [dropReadModels, swapReadModels, readModelsState, readModelsAsOf];
    for (const sql of [...tables, ...making, ...replacing, messagingGrants]) await queryRunner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not taken back; drop the database if it is really to go'));
  }
}
