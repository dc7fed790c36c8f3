import { figures, verdict } from '../commitment/assess.ts';
import type { Label, NormativeFacet } from '../commitment/assessment.ts';
import { amountCriteria, type AmountCriterion } from '../commitment/criterion.ts';
import type { Known } from '../commitment/known.ts';
import { isOfCommitments, stateOf, type SamenessState } from '../commitment/sameness.ts';
import { withTermsOn } from '../commitment/terms-in-force.ts';
import { quantityInWords, type Day, type Interval } from '../vocabulary/index.ts';
import { Kinship, pathInWords, relatedOf, stepsTo, type KinStep, type RelationType } from './kinship.ts';
import { Lineage } from './lineage.ts';

/** Why a commitment is in no sum, or not in all. A relation is a code where the other end stands for it. */
export type LeftOutCode =
  | RelationType
  | 'under-discussion'
  | End
  | 'no-amount'
  | 'joins-conditions'
  | 'not-yet-announced'
  | 'not-asked-for';

/** How a promise ends other than by being met. */
type End = Extract<NormativeFacet, 'withdrawn' | 'released' | 'superseded' | 'expired'>;

/** A commitment that is not in the sums, or not in what is promised, and why. */
export interface LeftOut {
  readonly id: string;
  readonly title: string;
  /** Null where it was not yet announced. */
  readonly label: Label | null;
  readonly unit: string | null;
  readonly from: 'every-sum' | 'promised';
  readonly code: LeftOutCode;
  /** A sentence. */
  readonly reason: string;
  /** The commitment that holds the same amount, where there is one. */
  readonly standsFor: string | null;
  /** What is recorded with it; it is in no sum where `from` is `every-sum`. */
  readonly recorded: Interval | null;
}

/** A commitment with the three amounts that are added up side by side. */
export interface Summand {
  readonly id: string;
  readonly title: string;
  readonly kind: Known['announced']['kind'];
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  /** Whether several promise it or it is promised to several, so that whose share it is nobody stated. */
  readonly joint: boolean;
  readonly label: Label;
  readonly unit: string;
  /** What its criterion wants; null where it is only talked of, or has ended. */
  readonly promised: Interval | null;
  /** What the facts recorded with it add up to. */
  readonly recorded: Interval;
  /** What may have been delivered of it. */
  readonly delivered: Interval;
}

/** A commitment on the scales: in the sums unless a relation displaces it, or out of them whatever else is asked for. */
export type Weighed = {
  /** With the terms in force on the day. */
  readonly known: Known;
} & (
  | { readonly summand: Summand; readonly notPromised?: NotPromised | undefined }
  | { readonly leftOut: LeftOut }
);

/** Why nothing is promised by it any more, or not yet; what is recorded with it counts all the same. */
export type NotPromised = Pick<LeftOut, 'code' | 'reason'>;

/** Whether several promise it, or it is promised to several. */
export const isJoint = ({ announced: { committers, beneficiaries } }: Known): boolean =>
  committers.length > 1 || beneficiaries.length > 1;

/** What some commitments come to on a day, each by itself, and how they are related. */
export class Scales {
  readonly kinship: Kinship;
  /** The same scales if all that only may be one promise were one; undefined where nothing may be. */
  readonly ifOne: Scales | undefined;
  readonly #lineage: Lineage;
  readonly #kin: ReadonlyMap<string, Known>;
  readonly #standing = new Map<string, NormativeFacet | undefined>();

  /**
   * @param kin at least the commitments that will be asked about and all that their relations lead to.
   * @param counted which samenesses make two commitments one.
   */
  constructor(
    kin: readonly Known[],
    private readonly validAt: Day,
    counted: readonly SamenessState[] = ['confirmed'],
  ) {
    this.#kin = new Map(kin.map((known) => [known.announced.commitment, known]));
    this.kinship = new Kinship(kin.map((known) => relatedOf(known, counted, validAt)));
    const isOpen = !counted.includes('proposed') && kin.some(mayBeAnother);
    this.ifOne = isOpen ? new Scales(kin, validAt, [...counted, 'proposed']) : undefined;
    this.#lineage = new Lineage(this.kinship, (id) => isPromise(this.#normative(id)));
  }

  /** Whether and with what a commitment may stand in a sum on this day. */
  weigh(told: Known): Weighed {
    const known = withTermsOn(told, this.validAt);
    const { commitment: id, title, kind, committers, beneficiaries, criterion } = known.announced;
    const assessment = figures(told, this.validAt);
    const { recorded = null, delivered = null, target = null, unit = null } = assessment?.fulfilment ?? {};
    const isAmount = criterion.type === 'sum-reached' || criterion.type === 'count-reached';
    const label = assessment?.label ?? null;
    const out = (code: LeftOutCode, reason: string, standsFor: string | null = null): Weighed => ({
      known,
      leftOut: {
        ...{ id, title, label, unit: isAmount ? unit : null, from: 'every-sum' },
        ...{ code, reason, standsFor, recorded: isAmount ? recorded : null },
      },
    });
    if (!assessment || label === null)
      return out('not-yet-announced', `It was not yet certainly announced on ${this.validAt}.`);
    const joined = isAmount ? [] : amountCriteria(criterion);
    if (joined.length > 0) return out('joins-conditions', joinsInWords(joined));
    if (!isAmount || unit === null || !recorded || !delivered || !target)
      return out('no-amount', 'Its criterion is not an amount, so there is nothing to add.');
    const { normative } = assessment.facets;
    this.#standing.set(id, normative);
    const ended = this.#end(id, normative);
    const [code, reason, standsFor] = ended ?? this.#reaffirmed(id) ?? [];
    if (code && reason !== undefined && !(ended && isOver(code))) return out(code, reason, standsFor);
    const notPromised = notPromisedBy(normative, ended);
    const promised = notPromised ? null : target;
    const joint = isJoint(known);
    const amounts = { unit, promised, recorded, delivered };
    const summand = { id, title, kind, committers, beneficiaries, joint, label, ...amounts };
    return { known, summand, notPromised };
  }

  /** How a commitment stood as a promise on this day; undefined where it was not yet announced, or is not known. */
  #normative(id: string): NormativeFacet | undefined {
    if (!this.#standing.has(id)) {
      const known = this.#kin.get(id);
      this.#standing.set(id, known && verdict(known, this.validAt)?.facets.normative);
    }
    return this.#standing.get(id);
  }

  /** By its own end, by that of what it restates, or because another has taken the place of either. */
  #end(id: string, normative: NormativeFacet): Reason | undefined {
    const originals = this.#lineage.originals(id);
    for (const each of [id, ...originals.keys()]) {
      const chain = stepsTo(originals.get(each));
      const heir = this.#lineage.heir(each, id);
      if (heir !== undefined) return ['superseded', isThat([...chain, ...heir]), heir.at(-1)?.to ?? null];
      const end = this.#normative(each);
      if (chain.length > 0 && (end === 'withdrawn' || end === 'released'))
        return [end, `${isThat(chain).slice(0, -1)}, which was ${end}.`];
    }
    return isEnd(normative) ? [normative, ENDS[normative]] : undefined;
  }

  /** A reaffirmation makes no amount, so what it reaffirms stands, even where that is not asked for. */
  #reaffirmed(id: string): Reason | undefined {
    const originals = this.#lineage.originals(id);
    for (const original of [...originals.keys()].reverse()) {
      const chain = stepsTo(originals.get(original));
      if (chain[0]?.relation !== 'reaffirms' || !isPromise(this.#normative(original))) continue;
      return ['reaffirms', `${isThat(chain)} A reaffirmation promises nothing further.`, original];
    }
    return undefined;
  }
}

const mayBeAnother = ({ announced: { commitment }, samenesses }: Known): boolean =>
  samenesses.some((sameness) => isOfCommitments(sameness, commitment) && stateOf(sameness) === 'proposed');

/** Whether one of several conditions is owed may depend on the others, so no part of it is taken for the whole. */
const joinsInWords = (joined: readonly AmountCriterion[]): string =>
  `Its criterion joins several conditions, among them ${joined.map(({ target }) => quantityInWords(target)).join(' and ')}; ` +
  'it is no amount as a whole. What is owed in any case can be recorded as a commitment that is part of it.';

type Reason = readonly [LeftOutCode, string, (string | null)?];

const isThat = (path: readonly KinStep[]): string => `It ${pathInWords(path)}.`;

const ENDS: Readonly<Record<End, string>> = {
  withdrawn: 'It was withdrawn.',
  released: 'It was released.',
  superseded: 'It was superseded.',
  expired: 'Its term has ended.',
};

/** Nothing has taken the place of what is over, so what was recorded with it stands nowhere else. */
const isOver = (code: LeftOutCode): boolean => code !== 'superseded';

function notPromisedBy(normative: NormativeFacet, ended: Reason | undefined): NotPromised | undefined {
  if (ended) return { code: ended[0], reason: ended[1] };
  if (normative !== 'under-discussion') return undefined;
  return { code: 'under-discussion', reason: 'It is under discussion, and nobody has promised it.' };
}

const isEnd = (normative: NormativeFacet): normative is End => Object.hasOwn(ENDS, normative);

/** Whether it had been promised, whatever came of it. */
const isPromise = (normative: NormativeFacet | undefined): boolean =>
  normative !== undefined && normative !== 'under-discussion';
