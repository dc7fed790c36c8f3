import { unreachable } from '../decider.ts';
import type { Fact, LedgerEvent } from '../ledger-event.ts';
import {
  earliest,
  latest,
  type Attribution,
  type Day,
  type Evidence,
  type Party,
} from '../vocabulary/index.ts';

/** The facts that end a commitment otherwise than by meeting it. */
export type EndEvent =
  Fact<'CommitmentWithdrawn'> | Fact<'CommitmentReleased'> | Fact<'CommitmentSuperseded'>;

/** Whether a fact ends a commitment by an act. */
export const isEnd = (event: LedgerEvent): event is EndEvent =>
  event.type === 'CommitmentWithdrawn' ||
  event.type === 'CommitmentReleased' ||
  event.type === 'CommitmentSuperseded';

interface Ending {
  readonly id: string;
  /** From when it no longer binds, as an EDTF date. */
  readonly ended: string;
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** An act by which a commitment ended, in the one shape in which the rules look at it. */
export type End = Ending &
  (
    | { readonly type: 'withdrawal' | 'release'; readonly by: Party }
    | { readonly type: 'supersession'; readonly successor: string }
  );

/** The end that an event tells. */
export function endIn({ type, data }: EndEvent): End {
  const { note, attribution, evidence } = data;
  const told = { ...(note !== undefined && { note }), attribution, evidence };
  switch (type) {
    case 'CommitmentWithdrawn':
      return { id: data.withdrawal, type: 'withdrawal', ended: data.withdrawn, by: data.by, ...told };
    case 'CommitmentReleased':
      return { id: data.release, type: 'release', ended: data.released, by: data.by, ...told };
    case 'CommitmentSuperseded': {
      const { supersession: id, superseded, successor } = data;
      return { id, type: 'supersession', ended: superseded, successor, ...told };
    }
    default:
      return unreachable(type);
  }
}

/** An end, and the first day by which it was certain. */
export interface CertainEnd {
  readonly end: End;
  readonly day: Day;
}

/**
 * The end that came first: the one that was certain on the earliest day. What has ended cannot end again, so no other
 * matters, in whatever order they were recorded.
 *
 * @returns undefined where none is ever certain.
 */
export function firstEnd(ends: readonly End[]): CertainEnd | undefined {
  if (ends.length === 0) return undefined;
  return ends
    .flatMap((end) => {
      const day = latest(end.ended);
      return day === null ? [] : [{ end, day }];
    })
    .sort(byDayOfEnd)[0];
}

// Of two on one day the decider takes only the first; the rest of the order is there so that there always is one.
const byDayOfEnd = (left: CertainEnd, right: CertainEnd): number =>
  compareTexts(left.day, right.day) ||
  compareTexts(earliest(left.end.ended) ?? '', earliest(right.end.ended) ?? '') ||
  compareTexts(left.end.id, right.end.id);

const compareTexts = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
