export * from './attribution.ts';
export * from './decimal.ts';
export * from './edtf-date.ts';
export * from './evidence.ts';
export * from './identifier.ts';
export * from './immutable.ts';
export * from './party.ts';
export * from './quantity.ts';
