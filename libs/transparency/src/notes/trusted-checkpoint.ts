import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { isQuorum, type Policy } from './policy.ts';
import { parseNote, verifiedSignatures } from './signed-note.ts';

/** A checkpoint that a policy believes. */
export interface TrustedCheckpoint extends Checkpoint {
  /** The witnesses that cosigned it, by their names in the policy, each with the time in seconds since 1970. */
  readonly cosigners: ReadonlyMap<string, number>;
}

/** A checkpoint that a policy does not believe: do not rely on anything it is to prove. */
export class Distrusted extends Error {
  override readonly name = 'Distrusted';
  constructor(
    readonly code: 'unknown-log' | 'no-quorum',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a checkpoint with its signatures and checks it by a policy: that one of its logs signed it, under its own origin,
 * and that a quorum of its witnesses cosigned it.
 *
 * @throws Unreadable, BadSignature, Distrusted
 */
export function trustedCheckpoint(note: string, { logs, witnesses, quorum }: Policy): TrustedCheckpoint {
  const signed = parseNote(note);
  const checkpoint = parseCheckpoint(signed.text);
  const keys = logs.map(({ key }) => key).filter(({ name }) => name === checkpoint.origin);
  if (verifiedSignatures(signed, keys).length === 0) {
    throw new Distrusted('unknown-log', `No log of the policy signed the checkpoint of ${checkpoint.origin}`);
  }
  const cosigners = new Map<string, number>();
  for (const { key, time = 0 } of verifiedSignatures(
    signed,
    witnesses.map(({ key: known }) => known),
  )) {
    const witness = witnesses.find((each) => each.key === key);
    if (witness) cosigners.set(witness.name, time);
  }
  if (!isQuorum(quorum, new Set(cosigners.keys()))) {
    const who = cosigners.size === 0 ? 'no witness of it' : [...cosigners.keys()].join(', ');
    throw new Distrusted('no-quorum', `The policy asks for more cosignatures: there is that of ${who}`);
  }
  return { ...checkpoint, cosigners };
}
