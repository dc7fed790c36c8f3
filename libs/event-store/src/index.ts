export * from './append-request.ts';
export * from './append-refusals.ts';
export * from './documents.ts';
export * from './event-store.ts';
export * from './new-event.ts';
export { COMMIT_LIMITS, type CommitLimits } from './group-commit.ts';
export { isTransient } from './transient.ts';
export { UnreadableTime } from './whole-microseconds.ts';
export * from './safe-server.ts';
