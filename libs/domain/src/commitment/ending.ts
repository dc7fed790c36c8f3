import { accept, refuse, unreachable, type Decision } from '../decider.ts';
import type { EventData, LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { latest } from '../vocabulary/index.ts';
import { beforeAnnouncement } from './before-announcement.ts';
import { endIn, type End, type EndEvent } from './end.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** Whether an act may end a commitment: it is the right of one side, and what has ended cannot end again later. */
export function decideEnd(
  event: EndEvent,
  announced: Announced,
  ends: readonly End[],
): Decision<LedgerEvent, Refusal> {
  const trespass = trespassIn(event, announced);
  if (trespass) return refuse(trespass);
  const end = endIn(event);
  const early = beforeAnnouncement(`/${DATES[event.type]}`, end.ended, announced);
  if (early) return refuse(early);
  const before = alreadyEndedBy(ends, end.ended);
  return before ? refuse(alreadyEnded(event, before)) : accept<LedgerEvent>(event);
}

function trespassIn(
  event: EndEvent,
  { commitment, committers, beneficiaries }: Announced,
): Refusal | undefined {
  switch (event.type) {
    case 'CommitmentWithdrawn':
      if (committers.includes(event.data.by)) return undefined;
      return {
        code: 'not-a-committer',
        pointer: '/by',
        fault: `is ${event.data.by}, which did not make ${commitment} (${committers.join(', ')} did)`,
        remedy: 'name the committer who withdraws, or record a release if a beneficiary lets it go',
      };
    case 'CommitmentReleased':
      if (beneficiaries.includes(event.data.by)) return undefined;
      return {
        code: 'not-a-beneficiary',
        pointer: '/by',
        fault: `is ${event.data.by}, to which ${commitment} was not made (it was to ${beneficiaries.join(', ')})`,
        remedy: 'name the beneficiary who releases, or record a withdrawal if a committer takes it back',
      };
    case 'CommitmentSuperseded':
      if (event.data.successor !== commitment) return undefined;
      return {
        code: 'related-to-itself',
        pointer: '/successor',
        fault: 'names the commitment itself',
        remedy: 'name the commitment that takes its place',
      };
    default:
      return unreachable(event);
  }
}

/** The end that was certain on the day on which something dated so is certain, or before. */
export const alreadyEndedBy = (ends: readonly End[], date: string): End | undefined =>
  ends.find(({ ended }) => endsNoLaterThan(ended, date));

function endsNoLaterThan(one: string, other: string): boolean {
  const [first, second] = [latest(one), latest(other)];
  return first !== null && (second === null || first <= second);
}

const DATES = {
  CommitmentWithdrawn: 'withdrawn',
  CommitmentReleased: 'released',
  CommitmentSuperseded: 'superseded',
} as const;

const alreadyEnded = ({ type, data }: EndEvent, { id, ended }: End): Refusal => ({
  code: 'already-ended',
  pointer: `/${DATES[type]}`,
  fault: `is when ${data.commitment} had ended already, by ${id} (${ended})`,
  remedy: 'leave it out, or correct the date if it came before that',
});
