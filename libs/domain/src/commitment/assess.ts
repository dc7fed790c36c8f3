import { latest, type Day } from '../vocabulary/index.ts';
import type { Assessment, Facets, Fulfilment, Label, MemberFulfilment, Outcome } from './assessment.ts';
import { derivationOf } from './derivation.ts';
import { facetsOf, labelOf } from './facets.ts';
import type { Known } from './known.ts';
import { judgements } from './judgements.ts';
import { shareOf, type Judged, type Measurement } from './measure.ts';
import { ruleOf } from './rule.ts';
import { sightings, type Sight } from './sightings.ts';

/**
 * What held of a commitment on a day, by the facts' own dates and by nothing else: the same facts and day give the
 * same answer for ever. Write side, read models, reports and time travel all ask here.
 *
 * @param validAt the day, `YYYY-MM-DD`, as it stood at its end.
 * @returns undefined where, on that day, it was not yet certainly announced.
 */
export function assess(known: Known, validAt: Day): Assessment | undefined {
  const [judgement] = judge(known, [validAt]);
  if (!judgement) return undefined;
  const { label, facets, measured, sight } = judgement;
  return {
    label,
    facets,
    fulfilment: {
      ...amountsOf(measured),
      share: measured ? shareOf(measured) : null,
      members: measured?.members?.map(memberFulfilment) ?? null,
      derivation: derivationOf(known, measured, facets, label, sight),
    },
  };
}

const memberFulfilment = ({ rule, measured }: Judged): MemberFulfilment => ({
  condition: rule.words,
  outcome: measured.outcome,
  delivered: measured.delivered,
  recorded: measured.recorded,
  target: measured.yardstick.target,
  unit: measured.yardstick.unit,
  members: measured.members?.map(memberFulfilment) ?? null,
});

/** An assessment without share, members and reasons. */
export interface Figures extends Omit<Assessment, 'fulfilment'> {
  readonly fulfilment: Omit<Fulfilment, 'share' | 'members' | 'derivation'>;
}

/** What {@link assess} finds, without working out shares and sentences: for whoever adds up many commitments. */
export function figures(known: Known, validAt: Day): Figures | undefined {
  const [judgement] = judge(known, [validAt]);
  return (
    judgement && {
      label: judgement.label,
      facets: judgement.facets,
      fulfilment: amountsOf(judgement.measured),
    }
  );
}

const amountsOf = (measured: Measurement | undefined): Figures['fulfilment'] => ({
  outcome: measured?.outcome ?? 'undetermined',
  delivered: measured?.delivered ?? null,
  recorded: measured?.recorded ?? null,
  target: measured?.yardstick.target ?? null,
  unit: measured?.yardstick.unit ?? null,
});

/** The part of an assessment by which commitments are told apart and put in order. */
export interface Verdict {
  readonly label: Label;
  readonly facets: Facets;
  readonly outcome: Outcome;
}

/** What {@link assess} concludes, without its figures and reasons: for whoever asks of many days. */
export function verdict(known: Known, validAt: Day): Verdict | undefined {
  return verdicts(known, [validAt])[0];
}

/**
 * The verdicts on some days, in one pass over the facts: undefined for those on which it was not yet certainly announced.
 *
 * @param days ascending.
 */
export function verdicts(known: Known, days: readonly Day[]): readonly (Verdict | undefined)[] {
  return judge(known, days).map(
    (judgement) =>
      judgement && {
        label: judgement.label,
        facets: judgement.facets,
        outcome: judgement.measured?.outcome ?? 'undetermined',
      },
  );
}

interface Judgement {
  readonly label: Label;
  readonly facets: Facets;
  readonly measured: Measurement | undefined;
  readonly sight: Sight;
}

function judge(known: Known, days: readonly Day[]): (Judgement | undefined)[] {
  const from = known.retracted ? null : latest(known.announced.announced);
  const since = from === null ? [] : days.filter((day) => from <= day);
  const judged: (Judgement | undefined)[] = days.slice(since.length).map(() => undefined);
  const rule = ruleOf(known.announced);
  const seen: Iterable<{ readonly sight: Sight; readonly measured?: Measurement }> = rule
    ? judgements(known, rule, since)
    : unmeasured(known, since);
  for (const { sight, measured } of seen) {
    const facets = facetsOf(known, measured, sight);
    judged.push({ label: labelOf(facets, known, measured), facets, measured, sight });
  }
  return judged;
}

function* unmeasured(known: Known, days: readonly Day[]): Generator<{ readonly sight: Sight }, void> {
  for (const sight of sightings(known, undefined, days)) yield { sight };
}
