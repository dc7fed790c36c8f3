export { BrokenBundle, type BundleFiles } from './bundle/bundle-files.ts';
export { verifyBundle } from './bundle/verify-bundle.ts';
export { type Check, CHECKS, type Fault, type Verification } from './findings.ts';
export { leavesOf } from './online/entries.ts';
export { type LogSource, NotServed } from './online/log-source.ts';
export { verifyLog } from './online/verify-log.ts';
export { type EventProof, verifyEvent } from './event-proof.ts';
export { type Question, type Span } from './question.ts';
export type { Trust } from './trust.ts';
