import { conventionOf, countInWords, dayBounds, type Day } from '../vocabulary/index.ts';
import type { EvidenceFacet, Facets, Label, Step } from './assessment.ts';
import { targetOf, type Criterion } from './criterion.ts';
import { disputeSteps } from './dispute-steps.ts';
import { endSteps } from './end-steps.ts';
import { correctionSteps } from './correction-steps.ts';
import { happeningSteps, sentences } from './happening-steps.ts';
import { criterionInWords, intervalInWords, namesInWords } from './in-words.ts';
import type { Known } from './known.ts';
import { isBelow, type Measurement } from './measure.ts';
import { ruleOf } from './rule.ts';
import { samenessSteps } from './sameness-steps.ts';
import type { Sight } from './sightings.ts';
import { statementSteps } from './statement-steps.ts';
import { tallySteps } from './tally-steps.ts';
import type { Standing } from './terms.ts';
import { coverageSteps, worldSteps } from './world-steps.ts';

/** The reasoning from the facts to the label, step by step, in sentences that a person can follow and check. */
export function derivationOf(
  known: Standing,
  measured: Measurement | undefined,
  facets: Facets,
  label: Label,
  sight: Sight,
): readonly Step[] {
  const { validAt } = sight;
  const rule = ruleOf(known.announced);
  return [
    promise(known),
    deadline(known),
    ...statementSteps(known, sight),
    ...happeningSteps(known, rule, validAt),
    ...samenessSteps(known, rule, validAt),
    ...coverageSteps(known, sight),
    ...(measured ? sums(known, measured, sight) : []),
    ...endSteps(known, facets, sight),
    ...disputeSteps(known),
    ...correctionSteps(known),
    evidence(facets.evidence),
    { rule: 'label', statement: reasonFor(label, known, validAt), facts: [] },
  ];
}

function promise({ announced, setBy }: Standing): Step {
  const { committers, beneficiaries, criterion, strength, commitment } = announced;
  const statement =
    `${namesInWords(committers)} towards ${namesInWords(beneficiaries)} (${strength}): ` +
    `${criterionInWords(criterion)}.`;
  const target = targetOf(criterion);
  return {
    rule: 'promise',
    statement: sentences(statement, target && conventionOf(target)),
    facts: factsOf(commitment, setBy.committers, setBy.beneficiaries, setBy.strength, setBy.criterion),
  };
}

function deadline({ announced: { commitment, due }, setBy, kept }: Standing): Step {
  const facts = kept ? [commitment] : factsOf(commitment, setBy.due);
  if (due === undefined) return { rule: 'deadline', statement: 'No deadline is stated.', facts };
  const { earliest, latest } = dayBounds(due);
  const statement = `Due ${due}, that is from ${earliest ?? 'any day'} to ${latest ?? 'any day'}.`;
  return { rule: 'deadline', statement, facts };
}

/** The announcement, and the statements by which terms came to be what they are. */
const factsOf = (commitment: string, ...statements: readonly (string | undefined)[]): readonly string[] => [
  ...new Set([commitment, ...statements.filter((id) => id !== undefined)]),
];

/** Why a promise is measured against less than its words might mean. */
function floorInWords(criterion: Criterion, measure: string): string {
  const vague = ['about', 'nearly', 'several'].includes(targetOf(criterion)?.qualifier ?? '');
  return vague
    ? `The promise has no exact amount; it is measured against the least it may mean, ${measure}.`
    : `The promise has no exact amount; it is measured against its stated floor of ${measure}.`;
}

function sums(known: Known, measured: Measurement, sight: Sight): readonly Step[] {
  if (measured.members) return tallySteps(known, measured, measured.members, sight);
  const { recorded, delivered, yardstick, floor, outcome } = measured;
  const { unit, target } = yardstick;
  const { commitment } = known.announced;
  const onlyFloor = floor !== null && target.hi !== floor;
  const measure = floor === null ? 'an amount that nobody stated' : countInWords(floor, unit);
  const stillPossible = floor !== null && !isBelow(delivered.hi, floor);
  const verdict = {
    met: 'so it is met',
    'not-met': stillPossible ? 'by the deadline it was certainly not met' : 'so it is not met',
    undetermined: 'so whether it is met cannot be told',
  }[outcome];
  return [
    {
      rule: 'recorded',
      statement: `Recorded by ${sight.validAt}: ${intervalInWords(recorded, unit)}.`,
      facts: [],
    },
    ...worldSteps(known, measured, sight),
    ...(onlyFloor
      ? [
          {
            rule: 'floor',
            statement: floorInWords(known.announced.criterion, measure),
            facts: [commitment],
          } as const,
        ]
      : []),
    {
      rule: 'outcome',
      statement: `Delivered: ${intervalInWords(delivered, unit)}; wanted: ${measure}; ${verdict}.`,
      facts: [],
    },
  ];
}

const EVIDENCE: Readonly<Record<EvidenceFacet, string>> = {
  unverified: 'No source is named.',
  'single-source': 'One side alone says so.',
  'two-sided': 'Committer and beneficiary both say so.',
  corroborated: 'Somebody who is neither committer nor beneficiary says so too.',
  disputed: 'Sources disagree, or what one says is contested, and nobody has resolved it.',
  refuted: 'None of the facts on which the state rested was found to be so.',
};

const evidence = (facet: EvidenceFacet): Step => ({
  rule: 'evidence',
  statement: EVIDENCE[facet],
  facts: [],
});

function reasonFor(label: Label, { announced }: Known, validAt: Day): string {
  const last = announced.due === undefined ? '' : (dayBounds(announced.due).latest ?? '');
  return REASONS[label](last, validAt);
}

/** Each by the last day of the deadline, empty where there is none, and the day asked about. */
const REASONS: Readonly<Record<Label, (last: string, validAt: Day) => string>> = {
  'under-discussion': () => 'Under discussion: it was talked about, and nobody promised it.',
  announced: () => 'Announced: nothing that would deliver it is known.',
  standing: () => 'Standing: it holds until it is ended.',
  allocated: () => 'Allocated: means are set aside, and no delivery is known.',
  'in-delivery': () => 'In delivery: it is on its way, and has not passed the milestone that counts.',
  'partly-delivered': () =>
    'Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
  fulfilled: () => 'Fulfilled: all that was promised has certainly been delivered.',
  'fulfilled-late': () => 'Fulfilled late: all of it has been delivered, and by the deadline it was not.',
  'overdue-unproven': (last, validAt) =>
    `Overdue, unproven: the deadline ${last} had passed on ${validAt} and no source proves delivery, nor its absence.`,
  'overdue-evidenced': (last, validAt) =>
    `Overdue, evidenced: the deadline ${last} had passed on ${validAt} and the record shows that it was not met.`,
  disputed: () => 'Disputed: sources disagree on what would decide it.',
  withdrawn: () => 'Withdrawn by the committer.',
  released: () => 'Released by the beneficiary.',
  superseded: () => 'Superseded by another commitment.',
  expired: (last) => `Expired: its term ended on ${last}.`,
};
