import { canonical } from '../canonical.ts';
import { accept, refuse, unreachable, type Decision } from '../decider.ts';
import type { EventData, Fact, LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { beforeAnnouncement } from './before-announcement.ts';
import { alreadyEndedBy } from './ending.ts';
import { isWithin, narrows, takenFrom } from './comparing-terms.ts';
import { statementIn, type Statement, type StatementEvent } from './statement.ts';
import { termsAt, withTerms, type Promised } from './terms.ts';

type Announced = EventData<'CommitmentAnnounced'>;

const DATES = {
  CommitmentAmended: 'amended',
  CommitmentSpecified: 'specified',
  CommitmentReaffirmed: 'reaffirmed',
} as const;

/**
 * Whether a promise may be stated so after it was announced, judged by the terms in force on the day of the statement.
 *
 * Nobody is bound without having agreed, and nobody is let off by agreeing with himself alone: an amendment is by a
 * committer and by everyone it newly binds, and where it takes anything from the promise, by a beneficiary as well. A
 * specification may only narrow what was said. Either says something new; a reaffirmation need not.
 */
export function decideStatement(event: StatementEvent, promised: Promised): Decision<LedgerEvent, Refusal> {
  const statement = statementIn(event);
  const { announced } = promised;
  const pointer = `/${DATES[event.type]}`;
  const early = beforeAnnouncement(pointer, statement.stated, announced);
  if (early) return refuse(early);
  const ended = alreadyEndedBy(promised.ends, statement.stated);
  if (ended) return refuse(endedBefore(pointer, announced, ended));
  const before = termsAt(promised, statement.stated);
  const wrong = refusalOf(event, statement, before);
  return wrong ? refuse(wrong) : accept<LedgerEvent>(event);
}

function refusalOf(event: StatementEvent, statement: Statement, before: Announced): Refusal | undefined {
  switch (event.type) {
    case 'CommitmentReaffirmed':
      return undefined;
    case 'CommitmentSpecified':
      return changesNothing(statement, before) ?? notNarrower(event, before);
    case 'CommitmentAmended':
      return stranger(event, before) ?? changesNothing(statement, before) ?? oneSided(event, before);
    default:
      return unreachable(event);
  }
}

function changesNothing({ terms, type }: Statement, before: Announced): Refusal | undefined {
  if (canonical(withTerms(before, terms)) !== canonical(before)) return undefined;
  return {
    code: 'changes-nothing',
    pointer: '/terms',
    fault: `says nothing of ${before.commitment} that did not hold already`,
    remedy: `name what the ${type} changes, or record a reaffirmation`,
  };
}

function stranger({ data }: Fact<'CommitmentAmended'>, before: Announced): Refusal | undefined {
  const { committers, beneficiaries } = withTerms(before, data.terms);
  const parties = new Set([...before.committers, ...before.beneficiaries, ...committers, ...beneficiaries]);
  const index = data.by.findIndex((party) => !parties.has(party));
  if (index < 0) return undefined;
  return {
    code: 'not-a-party',
    pointer: `/by/${index}`,
    fault: `is ${data.by[index] ?? ''}, which is no party to ${before.commitment} (${[...parties].join(', ')} are)`,
    remedy: 'name the parties that agreed, or name it among the committers or beneficiaries of the new terms',
  };
}

function oneSided(
  { data: { by, terms } }: Fact<'CommitmentAmended'>,
  before: Announced,
): Refusal | undefined {
  const after = withTerms(before, terms);
  const oneSidedly = (pointer: string, fault: string, remedy: string): Refusal => ({
    code: 'one-sided-amendment',
    pointer,
    fault,
    remedy,
  });
  if (![...before.committers, ...after.committers].some((party) => by.includes(party)))
    return oneSidedly(
      '/by',
      `names no committer of ${before.commitment}`,
      'name the committer who agreed to be bound so',
    );
  const bound = after.committers.findIndex(
    (party) => !before.committers.includes(party) && !by.includes(party),
  );
  if (bound >= 0)
    return oneSidedly(
      `/terms/committers/${bound}`,
      `binds ${after.committers[bound] ?? ''}, which is not among those who agreed`,
      'name it under "by" if it agreed',
    );
  const taken = takenFrom(before, after);
  if (!taken || before.beneficiaries.some((party) => by.includes(party))) return undefined;
  return oneSidedly(
    `/terms/${taken.term}`,
    `${taken.why}, and no beneficiary agreed to it`,
    `name the beneficiary under "by" if it agreed; if it did not, ${before.commitment} stands as it was`,
  );
}

function notNarrower({ data }: Fact<'CommitmentSpecified'>, before: Announced): Refusal | undefined {
  const { criterion, due } = data.terms;
  const widens =
    criterion !== undefined && !narrows(before.criterion, criterion)
      ? 'criterion'
      : due !== undefined && before.due !== undefined && !isWithin(before.due, due)
        ? 'due'
        : undefined;
  if (widens === undefined) return undefined;
  return {
    code: 'not-a-specification',
    pointer: `/terms/${widens}`,
    fault: `is not a part of what ${before.commitment} could mean already`,
    remedy: 'record an amendment if the parties changed the promise',
  };
}

const endedBefore = (
  pointer: string,
  { commitment }: Announced,
  { id, ended }: { readonly id: string; readonly ended: string },
): Refusal => ({
  code: 'already-ended',
  pointer,
  fault: `is when ${commitment} had ended already, by ${id} (${ended})`,
  remedy: 'announce it as a new commitment if it was promised again, or correct the date',
});
