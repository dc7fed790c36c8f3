import { unreachable } from '../decider.ts';
import type { Fact } from '../ledger-event.ts';
import type { Evidence } from '../vocabulary/index.ts';

/** The facts that say whether two others are one and the same thing. */
export type SamenessEvent = Fact<'SamenessProposed'> | Fact<'SamenessConfirmed'> | Fact<'SamenessRejected'>;

interface Judged {
  readonly id: string;
  /** Whose judgement it is, and why. */
  readonly by: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

/** How a proposed sameness was decided. */
export interface SamenessDecision extends Judged {
  readonly state: 'confirmed' | 'rejected';
  readonly decided: string;
}

/** That two recorded facts may be one and the same thing, and what became of it. */
export interface Sameness extends Judged {
  /** A happening, or the commitment itself. */
  readonly of: string;
  /** Another happening of the same commitment, or another commitment. */
  readonly with: string;
  readonly proposed: string;
  readonly decision?: SamenessDecision;
}

export type SamenessState = 'proposed' | SamenessDecision['state'];

/** Whether it is still open and, if not, how it was decided. */
export const stateOf = ({ decision }: Sameness): SamenessState => decision?.state ?? 'proposed';

/** Whether it is about the commitment itself and another one, and not about two happenings. */
export const isOfCommitments = ({ of }: Pick<Sameness, 'of'>, commitment: string): boolean =>
  of === commitment;

/** Whether it is about these two facts, in whatever order. */
export const isBetween = (sameness: Pick<Sameness, 'of' | 'with'>, one: string, other: string): boolean =>
  (sameness.of === one && sameness.with === other) || (sameness.of === other && sameness.with === one);

/**
 * The samenesses with one more fact.
 *
 * @returns undefined for the decision of one that was never proposed, which cannot be folded.
 */
export function evolveSamenesses(
  before: readonly Sameness[],
  event: SamenessEvent,
): readonly Sameness[] | undefined {
  const { by, reason, evidence } = event.data;
  const judged = { by, reason, evidence };
  if (event.type === 'SamenessProposed') {
    const { sameness: id, of, with: other, proposed } = event.data;
    return [...before, { id, of, with: other, proposed, ...judged }];
  }
  const decision: SamenessDecision = { ...decided(event), ...judged };
  if (!before.some(({ id }) => id === event.data.sameness)) return undefined;
  return before.map((each) => (each.id === event.data.sameness ? { ...each, decision } : each));
}

function decided(event: Exclude<SamenessEvent, Fact<'SamenessProposed'>>) {
  switch (event.type) {
    case 'SamenessConfirmed':
      return { id: event.data.confirmation, state: 'confirmed', decided: event.data.confirmed } as const;
    case 'SamenessRejected':
      return { id: event.data.rejection, state: 'rejected', decided: event.data.rejected } as const;
    default:
      return unreachable(event);
  }
}
