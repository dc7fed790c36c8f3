// The ledger as it is built, and the drivers it uses. By their paths: in this folder `#libs` and `pg` would be those of
// bench/package.json.
import { randomFillSync } from 'node:crypto';
import { createRequire } from 'node:module';

const ledgers = createRequire(new URL('../package.json', import.meta.url));

export const pg = ledgers('pg');
export const { Kafka, CompressionTypes, Partitioners, logLevel } = ledgers('kafkajs');

const { v7 } = ledgers('uuid');
const POOL_BYTES = 16 * 4_096;
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** A UUIDv7. Randomness is fetched for many at once: 3 µs each would be a good part of what is measured. */
export function uuidv7() {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return v7({ random: pool.subarray(used - 16, used) });
}

export * from '../dist/libs/domain/src/index.js';
export { EventStore } from '../dist/libs/event-store/src/index.js';
export { memoryIn } from '../dist/apps/notary/src/memory.js';
export { runNotary } from '../dist/apps/notary/src/notary.js';
export { runRelay } from '../dist/libs/messaging/src/index.js';
export { toMessage } from '../dist/libs/messaging/src/envelope.js';
export { sentRows } from '../dist/libs/read-models/src/row-arrays.js';
export {
  afterOurDeath,
  findKafkaTools,
  projectRoot,
  startLocalKafka,
  startLocalPostgres,
} from '../dist/libs/platform/src/index.js';
export {
  checkpointText,
  formatNote,
  formatVerifierKey,
  Frontier,
  leafHash,
  leafText,
  newSignerKey,
  OPEN_POLICY,
  parseSignerKey,
  signNote,
} from '../dist/libs/transparency/src/index.js';
export { verifyBundle } from '../dist/libs/verification/src/index.js';
export { folderBundle } from '../dist/apps/cli/src/verify/folder-bundle.js';
export { migrate, roleName } from '../dist/migrations/index.js';
