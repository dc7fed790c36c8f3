// The part of the testkit that needs no server: what the pure suites build their facts with.
export * from '../../libs/testkit/src/amounts.ts';
export * from '../../libs/testkit/src/corrections.ts';
export * from '../../libs/testkit/src/facts.ts';
export * from '../../libs/testkit/src/linted.ts';
export * from '../../libs/testkit/src/paper-ledger.ts';
export * from '../../libs/testkit/src/promises.ts';
export * from '../../libs/testkit/src/specify.ts';
