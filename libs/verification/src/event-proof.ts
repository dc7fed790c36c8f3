import {
  BadSignature,
  Distrusted,
  NotProven,
  parseTlogProof,
  Unreadable,
  verifyTlogProof,
  type Policy,
  type TlogProof,
} from '#libs/transparency';
import { Findings, type Verification } from './findings.ts';
import { leafSeal } from './leaf-form.ts';
import { type Trust, trusted } from './trust.ts';

/** A proof of one event, with its leaf. */
export interface EventProof {
  /** The text of a C2SP tlog-proof. */
  readonly proof: string;
  readonly leaf: Buffer;
  /** Which event it is to be; any, where it is left out. */
  readonly position?: number | undefined;
}

/**
 * Verifies that an event is in a log, by a proof that stands by itself.
 *
 * @param enclosed the key that came with the proof, if any.
 * @throws Unreadable when a key or a policy is none.
 */
export function verifyEvent(
  { proof, leaf, position }: EventProof,
  trust: Trust,
  enclosed: Trust = {},
): Verification {
  const findings = new Findings();
  const policy = trusted(trust, enclosed, findings);
  const seal = leafSeal(leaf);
  const expected = position ?? seal?.position;
  if (!seal || expected === undefined) {
    findings.bad('leaves', 'it is not in the form of a leaf: event, position and time', expected);
  } else if (seal.position !== expected) {
    findings.bad('leaves', `the leaf says that it is position ${seal.position}`, expected);
  } else {
    checkProof(proof, leaf, { position: expected, recordedAt: seal.recordedAt, policy, findings });
  }
  return findings.verification();
}

interface Expected {
  readonly position: number;
  readonly recordedAt: string;
  readonly policy: Policy;
  readonly findings: Findings;
}

function checkProof(text: string, leaf: Buffer, { position, recordedAt, policy, findings }: Expected): void {
  try {
    const proof: TlogProof = parseTlogProof(text);
    if (proof.index !== position - 1) {
      findings.bad('proofs', `the proof is of position ${proof.index + 1}`, position);
      return;
    }
    const { origin, size } = verifyTlogProof(proof, leaf, policy);
    findings.good(
      'proofs',
      `position ${position}, recorded at ${recordedAt}, is in ${origin} of ${size} events`,
    );
  } catch (error) {
    if (error instanceof NotProven) findings.bad('proofs', error.message, position);
    else if (error instanceof BadSignature || error instanceof Distrusted)
      findings.bad('checkpoint', error.message);
    else if (error instanceof Unreadable) findings.bad('proofs', error.message);
    else throw error;
  }
}
