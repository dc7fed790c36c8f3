import type { Day, Interval } from '../vocabulary/index.ts';
import type { Assessment, Facets, Fulfilment, Label, MemberFulfilment, Outcome, Step } from './assessment.ts';
import { derivationOf } from './derivation.ts';
import type { Known } from './known.ts';
import type { Judged } from './measure.ts';
import { judge, type OverallJudgement } from './would-be.ts';

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
  const { label, facets, measured, sight, share } = judgement;
  return {
    label,
    facets,
    fulfilment: {
      ...amountsOf(judgement),
      share: share(),
      members: measured?.members?.map(memberFulfilment) ?? null,
      derivation: derivationOf(judgement.known, measured, facets, label, sight),
    },
  };
}

const memberFulfilment = ({ rule, measured }: Judged): MemberFulfilment => ({
  condition: rule.words(),
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
      fulfilment: amountsOf(judgement),
    }
  );
}

const amountsOf = ({ measured, target }: OverallJudgement): Figures['fulfilment'] => ({
  outcome: measured?.outcome ?? 'undetermined',
  delivered: measured?.delivered ?? null,
  recorded: measured?.recorded ?? null,
  target,
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
  return views(known, days).map((view) => view && plain(view));
}

const plain = ({ label, facets, outcome }: Verdict): Verdict => ({ label, facets, outcome });

/** A verdict from which the rest of the assessment can be had, worked out when it is asked for. */
export interface View extends Verdict {
  readonly share: () => Interval | null;
  readonly derivation: () => readonly Step[];
  /** The terms in force on the day. */
  readonly announced: Known['announced'];
}

/** The {@link verdicts} on some days, each with all that led to it. */
export function views(known: Known, days: readonly Day[]): readonly (View | undefined)[] {
  return judge(known, days).map((judgement) => {
    if (!judgement) return undefined;
    const { known: standing, label, facets, measured, sight, share } = judgement;
    return {
      label,
      facets,
      outcome: measured?.outcome ?? 'undetermined',
      share,
      derivation: () => derivationOf(standing, measured, facets, label, sight),
      announced: standing.announced,
    };
  });
}
