import { type comparablesIn, type EventData } from '#libs/domain';

/** Under what the module provides them. */
export const CANDIDATES = Symbol('commitments that may be alike to others');

/**
 * Who knows the commitments that may be alike to some others. A port, because recording passes the linter and nothing on
 * the road of a command may know the read models, which lag behind: what they say decides nothing and is asked for here.
 */
export interface Candidates {
  /** @returns undefined where there is nobody to ask. */
  alike(wanted: ReturnType<typeof comparablesIn>): Promise<
    | {
        /** Everything recorded up to this position was looked at. */
        readonly position: number;
        readonly announced: readonly EventData<'CommitmentAnnounced'>[];
      }
    | undefined
  >;
}
