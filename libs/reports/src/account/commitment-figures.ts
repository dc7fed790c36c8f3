import {
  addIntervals,
  fundsMilestones,
  goodsMilestones,
  interval,
  isMoney,
  measureOf,
  standingOn,
  termsOn,
  type AmountCriterion,
  type Day,
  type Happening,
  type Interval,
} from '#libs/domain';
import { type CommitmentAnswer, type Tracked } from '#libs/read-models';
import { type Figure, type Place } from '../figure.ts';
import { placesIn, type DataPlace } from './place-of.ts';

type Answer = Omit<CommitmentAnswer, 'asOf'>;

/** The figures of one commitment, each with how it is worked out again (docs/report.md). */
export function commitmentFigures(
  tracked: Tracked,
  answer: Answer,
  positions: readonly number[],
  validAt: Day,
): readonly Figure[] {
  const name = (figure: string): string => `commitments.${answer.id}.${figure}`;
  const { fulfilment, label, facets } = answer;
  const leaves = positions.map((position) => ({ position }));
  const by = (rule: string, otherwise: string): string =>
    fulfilment.derivation.findLast((step) => step.rule === rule)?.statement ?? otherwise;
  const rule = (figure: string, value: Figure['value'], note: string, from?: readonly string[]): Figure =>
    from
      ? { figure: name(figure), value, op: 'rule', of: leaves, from, note }
      : { figure: name(figure), value, op: 'rule', of: leaves, note };
  return [
    { figure: name('events'), value: positions.length, op: 'count', of: leaves, note: 'Its events.' },
    rule('label', label, by('label', 'Its state.')),
    rule('outcome', fulfilment.outcome, by('outcome', UNMEASURED)),
    ...Object.entries<string>({ ...facets }).map(([facet, value]) =>
      rule(`facets.${facet}`, value, FACETS[facet] ?? ''),
    ),
    ...amounts(tracked, answer, validAt, rule).map((figure) => ({ ...figure, figure: name(figure.figure) })),
  ];
}

const UNMEASURED = 'No measure of fulfilment is stated, or nothing completes it, so none is met or missed.';

const FACETS: Readonly<Record<string, string>> = {
  normative: 'How it stands as a promise.',
  delivery: 'How much of it has certainly been delivered.',
  time: 'How it stands to its deadline.',
  evidence: 'How well it is attested.',
};

type MakeRule = (figure: string, value: Figure['value'], note: string, from?: readonly string[]) => Figure;

function amounts(
  tracked: Tracked,
  { id, fulfilment }: Answer,
  validAt: Day,
  rule: MakeRule,
): readonly Figure[] {
  const { target, recorded, delivered, share, unit } = fulfilment;
  if (!target || !recorded || !delivered || unit === null) return [];
  const full = (figure: string): string => `commitments.${id}.${figure}`;
  const plain = (figure: Figure): Figure => ({ ...figure, figure: figure.figure.slice(full('').length) });
  const byRule: MakeRule = (...told) => plain(rule(...told));
  const floor = measureOf(target);
  const targets = targetFigures(tracked, target, validAt, byRule);
  const counted = countedFigures(tracked, recorded, validAt, byRule);
  const deliveredLo =
    delivered.lo === recorded.lo
      ? {
          ...counted.lo,
          figure: 'delivered.lo',
          note: 'What is certainly delivered is what is certainly recorded.',
        }
      : byRule('delivered.lo', delivered.lo, 'The least over all that open disputes leave possible.');
  return [
    targets.lo,
    targets.hi,
    floor === null
      ? byRule('floor', null, 'Neither a floor nor a ceiling is stated, so nothing can be shown to meet it.')
      : {
          ...(floor === target.lo ? targets.lo : targets.hi),
          figure: 'floor',
          note: 'What must certainly have been delivered for it to be met.',
        },
    counted.lo,
    counted.hi,
    deliveredLo,
    deliveredHi(delivered, { target, recorded }, targets.hi, counted.hi, byRule),
    ...(['lo', 'hi'] as const).map((end) =>
      byRule(
        `share.${end}`,
        share?.[end] ?? null,
        `delivered.${end} divided by the floor, rounded ${end === 'lo' ? 'down' : 'up'} to four places; no number where either is none.`,
        [full(`delivered.${end}`), full('floor')],
      ),
    ),
  ];
}

interface Ends {
  readonly lo: Figure;
  readonly hi: Figure;
}

/** What is wanted: the quantity in the criterion in force, where it is one and nobody disputes it. */
function targetFigures(tracked: Tracked, target: Interval, validAt: Day, rule: MakeRule): Ends {
  const { announced, setBy } = termsOn(tracked.known, validAt);
  const { criterion, commitment } = announced;
  const { position, pointer } = placeOf(tracked, setBy.criterion ?? commitment);
  const base = `${pointer}${setBy.criterion === undefined ? '' : '/terms'}/criterion`;
  const figure = (end: 'lo' | 'hi'): Figure => {
    const note =
      end === 'lo'
        ? 'The least that is promised.'
        : 'The most that is promised; none where it is open above.';
    if ('target' in criterion && typeof criterion.target === 'object') {
      const stated = interval(criterion.target);
      if (stated[end] === target[end]) {
        const of = [{ position, pointer: `${base}/target`, as: end }];
        return { figure: `target.${end}`, value: target[end], op: 'copy', of, note };
      }
    }
    return rule(`target.${end}`, target[end], note);
  };
  return { lo: figure('lo'), hi: figure('hi') };
}

/** What is recorded: the sum or number of what certainly, and of what possibly, has passed the milestone by the day. */
function countedFigures(tracked: Tracked, recorded: Interval, validAt: Day, rule: MakeRule): Ends {
  const { criterion } = termsOn(tracked.known, validAt).announced;
  const isAmount = criterion.type === 'sum-reached' || criterion.type === 'count-reached';
  const some = tracked.known.happenings.filter((happening) => !isAmount || mayCount(happening, criterion));
  const standing = (...which: readonly string[]) =>
    some.filter(({ happened }) => which.includes(standingOn(validAt, happened)));
  const figure = (end: 'lo' | 'hi', counting: readonly Happening[]): Figure => {
    const note =
      end === 'lo'
        ? 'What is certainly recorded to have passed the milestone by the day.'
        : 'The most that what is recorded can mean; none where it is open above.';
    const value = recorded[end];
    const of = counting.map((happening) => placeIn(tracked, happening, isAmount ? end : undefined));
    const found = isAmount ? sumOf(counting)[end] : String(counting.length);
    if (found === value)
      return { figure: `recorded.${end}`, value, op: isAmount ? 'sum' : 'count', of, note };
    return rule(`recorded.${end}`, value, note);
  };
  return { lo: figure('lo', standing('certain')), hi: figure('hi', standing('certain', 'possible')) };
}

// Of a long stream it is asked of every fact, for several figures each.
const places = new WeakMap<Tracked, ReturnType<typeof placesIn>>();

function placeOf(tracked: Tracked, id: string): DataPlace {
  const known = places.get(tracked) ?? placesIn(tracked.known.recorded, (each) => tracked.facts[each] ?? 0);
  places.set(tracked, known);
  return known(id);
}

/** Whether it is of the unit that is measured, and has passed the milestone at once. */
const mayCount = (
  { type, quantity, milestone = '' }: Happening,
  { target, milestone: wanted }: AmountCriterion,
): boolean => {
  const way: readonly string[] = type === 'delivery' ? goodsMilestones : fundsMilestones;
  const isDelivered = type === (isMoney(target.unit) ? 'disbursement' : 'delivery');
  return isDelivered && quantity?.unit === target.unit && way.indexOf(milestone) >= way.indexOf(wanted);
};

function placeIn(tracked: Tracked, { id, type }: Happening, as: Place['as']): Place {
  const { position, pointer } = placeOf(tracked, id);
  if (!as) return { position };
  return { position, pointer: `${pointer}/${type === 'delivery' ? 'quantity' : 'amount'}`, as };
}

const sumOf = (happenings: readonly Happening[]): Interval =>
  happenings
    .flatMap(({ quantity }) => (quantity ? [interval(quantity)] : []))
    .reduce(addIntervals, { lo: '0', hi: '0' });

/** In an open world the promise bounds what was delivered from above; where the record is complete, what is recorded. */
function deliveredHi(
  delivered: Interval,
  { target, recorded }: { readonly target: Interval; readonly recorded: Interval },
  targetHi: Figure,
  recordedHi: Figure,
  rule: MakeRule,
): Figure {
  const figure = 'delivered.hi';
  if (delivered.hi !== null && delivered.hi === target.hi && targetHi.op === 'copy') {
    const note = 'No source declares its record complete: as much as was promised may have been delivered.';
    return { ...targetHi, figure, note };
  }
  if (delivered.hi !== null && delivered.hi === recorded.hi && recordedHi.op !== 'rule') {
    const note = 'The record is declared complete, so no more was delivered than is recorded.';
    return { ...recordedHi, figure, note };
  }
  return rule(
    figure,
    delivered.hi,
    'The most that may have been delivered, by what is recorded, promised, declared complete and disputed; none where it is open above.',
  );
}
