export { BadConfig, readEnvironment } from './environment.ts';
export { afterOurDeath } from './local/server-process.ts';
export { lockDataDir } from './local/data-dir-lock.ts';
export { findKafkaTools } from './local/kafka-tools.ts';
export { startLocalKafka } from './local/local-kafka.ts';
export { startLocalPostgres } from './local/local-postgres.ts';
export { inTransaction, isPlanStale, openPool } from './pool.ts';
export { projectRoot } from './project-root.ts';
export { runRole } from './run-role.ts';
