import {
  BadSignature,
  Distrusted,
  formatVerifierKey,
  OPEN_POLICY,
  parsePolicy,
  parseVerifierKey,
  type Policy,
  type TrustedCheckpoint,
  trustedCheckpoint,
  Unreadable,
} from '#libs/transparency';
import type { Findings } from './findings.ts';

/** What the person who verifies brings along: texts, not yet read. */
export interface Trust {
  /** Verifier keys of the ledger, one a line. */
  readonly key?: string | undefined;
  /** A C2SP tlog-policy. */
  readonly policy?: string | undefined;
}

/**
 * Whom to believe: what was brought along, and what came with the data for the rest, which is told. Keys given count before
 * the logs of a policy.
 *
 * @throws Unreadable when a key or the policy is none, or there is no key at all.
 */
export function trusted(given: Trust, enclosed: Trust, findings: Findings): Policy {
  const policy = readPolicy(given.policy ?? enclosed.policy);
  if (given.key !== undefined) return { ...policy, logs: keysIn(given.key) };
  if (given.policy !== undefined && policy.logs.length > 0) return policy;
  const logs = keysIn(enclosed.key ?? '');
  const [first] = logs;
  if (!first) throw new Unreadable('verifier key', 'there is none');
  findings.note(
    `The key came with what it is to vouch for: compare ${formatVerifierKey(first.key)} with the one you know, or give that one.`,
  );
  return { ...policy, logs };
}

const readPolicy = (text: string | undefined): Policy =>
  text === undefined ? OPEN_POLICY : parsePolicy(text);

const keysIn = (text: string): Policy['logs'] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ key: parseVerifierKey(word) }));

/** The checkpoint in a signed note, where the policy believes it; else what is wrong is found, and there is none. */
export function believed(note: string, policy: Policy, findings: Findings): TrustedCheckpoint | undefined {
  const opened = opening(note, policy);
  if (typeof opened === 'string') {
    findings.bad('checkpoint', opened);
    return undefined;
  }
  const { origin, size, root, cosigners } = opened;
  const witnessed =
    cosigners.size === 0 ? 'no witness' : `cosigned by ${[...cosigners.keys()].toSorted().join(', ')}`;
  findings.good(
    'checkpoint',
    `${origin}, ${size} events, root ${root.toString('base64')}, signature good, ${witnessed}`,
  );
  return opened;
}

/** The checkpoint in a signed note, or why it is not believed. */
export function opening(note: string, policy: Policy): TrustedCheckpoint | string {
  try {
    return trustedCheckpoint(note, policy);
  } catch (error) {
    if (error instanceof Unreadable || error instanceof BadSignature || error instanceof Distrusted)
      return error.message;
    throw error;
  }
}
