import { OPEN_POLICY, type Policy, type TrustedCheckpoint } from '#libs/transparency';
import type { Findings } from './findings.ts';
import { opening } from './trust.ts';

/**
 * The older checkpoint that a log is to continue, where it is believed and no larger than the log; else what is wrong is
 * found.
 */
export function olderCheckpoint(
  note: string | undefined,
  policy: Policy,
  size: number,
  findings: Findings,
): TrustedCheckpoint | undefined {
  if (note === undefined) return undefined;
  // Whoever kept it saw it; it may be older than the witnesses.
  const older = opening(note, { ...policy, quorum: OPEN_POLICY.quorum });
  if (typeof older === 'string') {
    findings.bad('since', `the older checkpoint is not to be believed: ${older}`);
    return undefined;
  }
  if (older.size <= size) return older;
  findings.bad(
    'since',
    `the older checkpoint is of ${older.size} events, and the log has ${size}: it was cut`,
    size + 1,
  );
  return undefined;
}

/** Tells whether the root that the log had at the size of the older checkpoint is that of the checkpoint. */
export function compareWithOlder(
  older: TrustedCheckpoint,
  root: Buffer | undefined,
  findings: Findings,
): void {
  if (root?.equals(older.root) === true) {
    findings.good('since', `the log continues the older checkpoint, of ${older.size} events`);
    return;
  }
  findings.bad(
    'since',
    `the first ${older.size} events are not those of the older checkpoint: the log was written anew`,
  );
}
