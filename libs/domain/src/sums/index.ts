export * from './either-case.ts';
export * from './guard.ts';
export * from './kinship.ts';
export * from './matrix.ts';
export * from './summand.ts';
export * from './totals.ts';
export * from './totals-in-words.ts';
