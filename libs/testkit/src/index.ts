// What speaks to servers, or is much to load, is imported within the functions that want it: most test files want something
// else of the testkit, and each would pay for all.
export * from './amounts.ts';
export * from './code-blocks.ts';
export * from './database.ts';
export * from './describe-with.ts';
export * from './ended-at-birth.ts';
export * from './kafka.ts';
export * from './kafka-road.ts';
export * from './sample-append.ts';
export * from './facts.ts';
export * from './corrections.ts';
export * from './reasons.ts';
export * from './reference-fold.ts';
export * from './sizes.ts';
export * from './specify.ts';
export * from './until.ts';
export * from './linted.ts';
export * from './paper-ledger.ts';
export * from './kyiv-meeting.ts';
export * from './projected.ts';
export * from './paper-log.ts';
export * from './example-ledger.ts';
export * from './paper-figures.ts';
