import {
  samenessesOn,
  type Day,
  type Evidence,
  type Interval,
  type SamenessSeen,
  type SamenessState,
} from '#libs/domain';
import { dated, type Dated } from '../days.ts';
import { type Tracked } from './tracked.ts';

/** That two facts may be one and the same, and what was decided. */
export interface SamenessAnswer {
  readonly id: string;
  /** A happening, or the commitment itself. */
  readonly of: string;
  /** Another happening of it, or another commitment. */
  readonly with: string;
  readonly state: SamenessState;
  /** What the two come to if they are one; null where they are not measured here, as of two commitments. */
  readonly ifOne: Interval | null;
  readonly ifTwo: Interval | null;
  /** In what they are measured. */
  readonly unit: string | null;
  /** False where what is said of them cannot all be true of one thing. */
  readonly agree: boolean;
  readonly proposed: Dated;
  readonly by: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly decision: {
    readonly id: string;
    readonly decided: Dated;
    readonly by: string;
    readonly reason: string;
    readonly evidence: readonly Evidence[];
  } | null;
  /** Of the decision or, while there is none, of the proposal. */
  readonly position: number;
}

/** What may be one of what had happened, or may have, by the day asked for. */
export const samenessOf = ({ known, facts }: Tracked, validAt: Day): readonly SamenessAnswer[] =>
  samenessesOn(known, validAt).map((seen) => ({
    ...pairOf(seen),
    proposed: dated(seen.proposed),
    by: seen.by,
    reason: seen.reason,
    evidence: seen.evidence,
    decision: decisionOf(seen),
    position: facts[seen.decision?.id ?? seen.id] ?? 0,
  }));

const pairOf = ({ id, of, with: other, state, ifOne, ifTwo, unit, agree }: SamenessSeen) => ({
  ...{ id, of, with: other, state, ifOne, ifTwo, unit, agree },
});

function decisionOf({ decision }: SamenessSeen): SamenessAnswer['decision'] {
  if (!decision) return null;
  const { id, decided, by, reason, evidence } = decision;
  return { id, decided: dated(decided), by, reason, evidence };
}
