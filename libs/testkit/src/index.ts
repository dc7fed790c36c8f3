export * from './database.ts';
export * from './kafka.ts';
export * from './kafka-road.ts';
export * from './sample-append.ts';
export * from './facts.ts';
export * from './specify.ts';
export * from './paper-ledger.ts';
