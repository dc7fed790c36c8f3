export * from './address-rules.ts';
export * from './address.ts';
export * from './change-to-match.ts';
export * from './filter.ts';
export * from './parse-filter.ts';
export * from './public-address.ts';
