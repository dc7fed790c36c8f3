import type { Policy, TrustedCheckpoint } from '#libs/transparency';
import type { Findings } from '../findings.ts';
import type { Question } from '../question.ts';
import type { LogSource } from './log-source.ts';

/** A log that is being verified. */
export interface OpenLog {
  readonly source: LogSource;
  readonly policy: Policy;
  readonly checkpoint: TrustedCheckpoint;
  readonly older: TrustedCheckpoint | undefined;
  readonly question: Question;
  readonly findings: Findings;
}
