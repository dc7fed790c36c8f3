/**
 * What a rule of the linter is called. Codes are stable: programs act on them and docs/lint.md lists them, in this
 * order.
 */
export const lintCodes = [
  'no-committer',
  'criterion-unstated',
  'never-violable',
  'no-qualifier',
  'deadline-before-announcement',
  'told-after-deadline',
  'possible-duplicate',
  'one-sided-evidence',
  'published-before-happening',
  'short-of-milestone',
  'other-unit',
  'not-compared',
] as const;

export type LintCode = (typeof lintCodes)[number];

/** Something that will make a fact hard or impossible to judge. It warns, and never keeps a fact from being recorded. */
export interface Finding {
  readonly code: LintCode;
  /** RFC 6901 pointer into the request; where something is missing, the place it would have. Empty for all of it. */
  readonly pointer: string;
  /** The id of the fact it is about; null where it is about the linting itself. */
  readonly fact: string | null;
  /** The commitment whose stream that fact stands in; null where it stands in none. */
  readonly commitment: string | null;
  /** What was found, as a predicate of the place pointed to. */
  readonly message: string;
  /** What to do about it, or when to leave it as it is. */
  readonly remedy: string;
  /** Why the rule matters, in one sentence: the same for every finding of a code. */
  readonly reason: string;
}

/** What the check of a rule says of one fact; the pointer is relative to that fact. */
export type Found = Pick<Finding, 'pointer' | 'message' | 'remedy'>;
