// The ledger as it is built, and the drivers it uses. By their paths: in this folder `#libs` and `pg` would be those of
// bench/package.json.
import { createRequire } from 'node:module';

const ledgers = createRequire(new URL('../package.json', import.meta.url));

export const pg = ledgers('pg');
export const { Kafka, CompressionTypes, Partitioners, logLevel } = ledgers('kafkajs');
export const { v7: uuidv7 } = ledgers('uuid');

export * from '../dist/libs/domain/src/index.js';
export { EventStore } from '../dist/libs/event-store/src/index.js';
export { runRelay } from '../dist/libs/messaging/src/index.js';
export {
  afterOurDeath,
  findKafkaTools,
  projectRoot,
  startLocalKafka,
  startLocalPostgres,
} from '../dist/libs/platform/src/index.js';
export { migrate, roleName } from '../dist/migrations/index.js';
