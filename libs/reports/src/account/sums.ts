import {
  derivationOfTotals,
  Kinship,
  relatedOf,
  Scales,
  standingOn,
  targetOf,
  totalsInEitherCase,
  withTermsOn,
  type Day,
  type Known,
  type Totals,
  type Weighed,
} from '#libs/domain';
import { reconcile, reportAnswer, type ReconciliationAnswer } from '#libs/read-models';
import { type StatedTotal } from './survey.ts';

/** The sums of a report, with the reasoning. */
export type Sums = Totals & { readonly derivation: readonly string[] };

/**
 * Adds up the commitments of a report, each amount once. Whatever is named by no other and names none is added as it was
 * weighed by itself, and forgotten but for its amounts; only kin is kept until all are there.
 */
export class Weighing {
  readonly #asked: (Weighed | { readonly known: Known; readonly later: true })[] = [];
  readonly #kin: Known[] = [];
  readonly #itemised: Known[] = [];

  constructor(
    private readonly validAt: Day,
    private readonly totals: readonly StatedTotal[],
  ) {}

  /** What was weighed by itself, and has no kin. */
  addAlone(alone: Weighed): void {
    this.#asked.push(alone);
  }

  /** @param isAsked whether it is in the report, and not only kin of what is. */
  addKin(known: Known, { isAsked }: { readonly isAsked: boolean }): void {
    this.#kin.push(known);
    if (isAsked) this.#asked.push({ known, later: true });
  }

  /** Whether it is of those that some stated total is about, for {@link addItem}. */
  isItem(known: Known): boolean {
    return this.totals.some((total) => this.#isItemOf(known, total));
  }

  addItem(known: Known): void {
    this.#itemised.push(known);
  }

  sums(): Sums {
    const scales = new Scales(this.#kin, this.validAt);
    const announced = (weighed: Weighed): boolean =>
      !('leftOut' in weighed) || weighed.leftOut.code !== 'not-yet-announced';
    const totals = totalsInEitherCase(
      (on) => this.#asked.map((each) => ('later' in each ? on.weigh(each.known) : each)).filter(announced),
      scales,
    );
    return { ...totals, derivation: derivationOfTotals(totals, scales.kinship) };
  }

  /** Each stated total against what is itemised, in the order of recording. */
  reconciliations(): readonly ReconciliationAnswer[] {
    const kinship = new Kinship(this.#kin.map((known) => relatedOf(known, undefined, this.validAt)));
    return this.totals
      .filter(({ data }) => standingOn(this.validAt, data.reported) !== 'not-yet')
      .map((total) => {
        const items = this.#itemised.filter((known) => this.#isItemOf(known, total));
        return {
          ...reportAnswer(total, this.validAt),
          ...reconcile(total.data, items, kinship, this.validAt),
        };
      });
  }

  #isItemOf(known: Known, { data }: StatedTotal): boolean {
    const { committers, beneficiaries, criterion, announced } = withTermsOn(known, this.validAt).announced;
    return (
      standingOn(this.validAt, announced) === 'certain' &&
      targetOf(criterion)?.unit === data.total.unit &&
      isSame(committers, data.committers) &&
      isSame(beneficiaries, data.beneficiaries)
    );
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((party) => other.includes(party));
