import type { Policy, TrustedCheckpoint } from '#libs/transparency';
import type { Findings } from '../findings.ts';
import type { Question } from '../question.ts';
import type { BundleFiles } from './bundle-files.ts';
import type { KeptLeaves } from './kept-leaves.ts';

/** A bundle that is being verified. */
export interface OpenBundle {
  readonly files: BundleFiles;
  readonly policy: Policy;
  readonly checkpoint: TrustedCheckpoint;
  readonly older: TrustedCheckpoint | undefined;
  readonly question: Question;
  readonly kept: KeptLeaves;
  readonly findings: Findings;
}

/** Roots of the log at some sizes. */
export type Roots = ReadonlyMap<number, Buffer>;
