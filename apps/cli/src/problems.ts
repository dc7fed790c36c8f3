/**
 * What the process ends with. 0 done; 1 refused by the ledger, or the input is invalid; 2 wrong usage, and of lint a
 * record and of verify a bundle that cannot be read, so that it is told from one with findings; 3 the ledger cannot be
 * reached or cannot answer now; 4 not allowed.
 */
export const exitCodes = { done: 0, refused: 1, usage: 2, unavailable: 3, notAllowed: 4 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An expected end of a command, told in sentences and never with a stack. */
export abstract class CommandProblem extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  /** What `--json` prints in place of an answer: problem details as in RFC 9457. */
  readonly json: unknown;

  /** @param sentences one to a line; the first says what is wrong, the last what to do about it. */
  constructor(
    readonly sentences: readonly string[],
    options: { readonly json?: unknown; readonly cause?: unknown } = {},
  ) {
    super(sentences.join(' '), { cause: options.cause });
    this.json = options.json;
  }
}

/** The command line asks for something that cannot be. */
export class WrongUsage extends CommandProblem {
  override readonly name = 'WrongUsage';
  readonly code = 'wrong-usage';
  readonly exitCode = exitCodes.usage;
}

/** A file, or what is in it, cannot be used. */
export class InvalidInput extends CommandProblem {
  override readonly name = 'InvalidInput';
  readonly code = 'invalid-input';
  readonly exitCode = exitCodes.refused;
}

/** There is no record to lint: the file, its text or its form is not what a record's is. */
export class UnreadableRecord extends CommandProblem {
  override readonly name = 'UnreadableRecord';
  readonly code = 'unreadable-record';
  readonly exitCode = exitCodes.usage;
}

/** The record has findings, and none were to be there. */
export class FindingsThere extends CommandProblem {
  override readonly name = 'FindingsThere';
  readonly code = 'findings-there';
  readonly exitCode = exitCodes.refused;
}

/** The read models are not what the events say. */
export class DifferencesFound extends CommandProblem {
  override readonly name = 'DifferencesFound';
  readonly code = 'differences-found';
  readonly exitCode = exitCodes.refused;
}

/** What was sent to an address to try it did not arrive. */
export class Undelivered extends CommandProblem {
  override readonly name = 'Undelivered';
  readonly code = 'undelivered';
  readonly exitCode = exitCodes.refused;
}

/** A log, or what was taken from it, is not what was sealed. */
export class NotVerified extends CommandProblem {
  override readonly name = 'NotVerified';
  readonly code = 'not-verified';
  readonly exitCode = exitCodes.refused;
}

/** There is nothing to verify: the bundle, the proof, the key or the policy is not what it should be. */
export class UnreadableProof extends CommandProblem {
  override readonly name = 'UnreadableProof';
  readonly code = 'unreadable-proof';
  readonly exitCode = exitCodes.usage;
}

/** One fault the ledger found, with its RFC 6901 pointer into the body that was sent. */
export interface Fault {
  readonly pointer: string;
  readonly fault: string;
  readonly remedy?: string | undefined;
  readonly code?: string | undefined;
}

/** The ledger said no. */
export class Refused extends CommandProblem {
  override readonly name = 'Refused';
  readonly exitCode = exitCodes.refused;
  constructor(
    readonly code: string,
    readonly status: number,
    sentences: readonly string[],
    readonly faults: readonly Fault[],
    json: unknown,
  ) {
    super(sentences, { json });
  }
}

/** The key is missing, unknown, or of a role that may not do this. */
export class NotAllowed extends CommandProblem {
  override readonly name = 'NotAllowed';
  readonly code = 'not-allowed';
  readonly exitCode = exitCodes.notAllowed;
}

/** Nothing answers at the address, or what answers is no ledger. */
export class Unreachable extends CommandProblem {
  override readonly name = 'Unreachable';
  readonly code = 'unreachable';
  readonly exitCode = exitCodes.unavailable;
}

/** The ledger is there and cannot answer now: starting, catching up, overloaded or broken. */
export class Unavailable extends CommandProblem {
  override readonly name = 'Unavailable';
  readonly code = 'unavailable';
  readonly exitCode = exitCodes.unavailable;
}
