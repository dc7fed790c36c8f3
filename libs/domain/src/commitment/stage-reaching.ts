import { accept, refuse, type Decision } from '../decider.ts';
import type { EventData, Fact, LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { singleCriteria } from './criterion.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** Whether a stage of an agreement may be recorded: where the criterion waits for one, and of a party that it names. */
export function decideStage(
  fact: Fact<'AgreementStageReached'>,
  announced: Announced,
): Decision<LedgerEvent, Refusal> {
  const { by, meets } = fact.data;
  const waiting = singleCriteria(announced.criterion).filter(({ type }) => type === 'stage-reached');
  if (waiting.length === 0) {
    return refuse({
      code: 'not-measured-so',
      pointer: '/stage',
      fault: `cannot count towards ${announced.commitment}, whose criterion is ${announced.criterion.type}`,
      remedy: 'record it with a commitment whose criterion is stage-reached, or has such a condition',
    });
  }
  const parties = waiting.flatMap((criterion) =>
    criterion.type === 'stage-reached' &&
    (meets === undefined || criterion.name === undefined || criterion.name === meets)
      ? criterion.parties
      : [],
  );
  if (by !== undefined && parties.length > 0 && !parties.includes(by)) {
    return refuse({
      code: 'not-a-party',
      pointer: '/by',
      fault: `is ${by}, for which ${announced.commitment} does not wait (it does for ${[...new Set(parties)].join(', ')})`,
      remedy: 'name one of these parties, or leave it out where all of them reached the stage at once',
    });
  }
  return decideMeets(fact, meets, announced);
}

/** Whether a condition that a fact says it meets is one of the criterion's. */
export function decideMeets(
  fact: LedgerEvent,
  meets: string | undefined,
  { commitment, criterion }: Announced,
): Decision<LedgerEvent, Refusal> {
  const names = singleCriteria(criterion).flatMap((one) =>
    'name' in one && one.name !== undefined ? one.name : [],
  );
  if (meets === undefined || names.includes(meets)) return accept<LedgerEvent>(fact);
  return refuse({
    code: 'unknown-condition',
    pointer: '/meets',
    fault: `names ${meets}, which is no condition of ${commitment}`,
    remedy:
      names.length > 0 ? `use one of ${[...new Set(names)].join(', ')}, or leave it out` : 'leave it out',
  });
}
