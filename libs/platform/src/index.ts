export { afterOurDeath } from './local/server-process.ts';
export { lockDataDir } from './local/data-dir-lock.ts';
export { findKafkaTools, type KafkaTools } from './local/kafka-tools.ts';
export { type LocalKafka, type LocalKafkaOptions, startLocalKafka } from './local/local-kafka.ts';
export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './local/local-postgres.ts';
export { LocalServerProblem, type LocalServerProblemCode } from './local/local-server-problem.ts';
export { projectRoot } from './project-root.ts';
