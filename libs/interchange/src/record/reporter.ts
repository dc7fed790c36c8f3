import type { Party, Reporter } from '#libs/domain';

/** The parties on either side of what an item tells. */
export interface Sides {
  /** Whose act or word it is: the committers, the imposer, the hosts, the signatories, the one who spoke. */
  readonly acting: readonly Party[];
  /** For whom it is done; empty where it is done for nobody in particular. */
  readonly benefiting: readonly Party[];
}

/**
 * In which role somebody reports: as the one whose act or word it is, else as the one it is done for, else as neither.
 * Whoever is on both sides of a joint commitment reports as its committer, the role that binds. The one who reports
 * is the party the publisher speaks for, or, where the publisher speaks for none, the party of the one quoted.
 */
export function reporterOf(reporting: Party, { acting, benefiting }: Sides): Reporter {
  if (acting.includes(reporting)) return 'committer';
  return benefiting.includes(reporting) ? 'beneficiary' : 'third-party';
}
