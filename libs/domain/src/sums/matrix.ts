import { labels, type Label } from '../commitment/assessment.ts';
import type { Known } from '../commitment/known.ts';
import { totalsInEitherCase } from './either-case.ts';
import { isJoint, type Scales, type Weighed } from './summand.ts';
import type { Sum } from './totals.ts';

/** How some commitments stand: how many in which state, and what they come to. */
export interface Standings {
  readonly commitments: number;
  /** How many of them are joint. */
  readonly joint: number;
  /** How many carry each label; labels that none carries are left out. */
  readonly labels: Readonly<Partial<Record<Label, number>>>;
  readonly sums: readonly Sum[];
}

/** What one party owes another. */
export interface MatrixRow extends Standings {
  readonly committer: string;
  readonly beneficiary: string;
}

/** Who owes whom what, in which state. */
export interface Matrix {
  /** By committer, then by beneficiary. */
  readonly rows: readonly MatrixRow[];
  /** Over all of them, each commitment counted once, however many rows it stands in. */
  readonly overall: Standings;
  /** Sentences on how rows and overall figures hang together. */
  readonly derivation: readonly string[];
}

/**
 * A row for each pair of which one has promised the other something. A joint commitment stands, whole, in the row of
 * each of its pairs, since nobody stated shares; so rows are not to be added up, and the overall figures do not.
 *
 * @param commitments in the order of recording; those not yet announced on the day are passed over.
 */
export function matrixOf(commitments: readonly Known[], scales: Scales): Matrix {
  const all = commitments.flatMap((known) => {
    const weighed = scales.weigh(known);
    const { label } = 'summand' in weighed ? weighed.summand : weighed.leftOut;
    return label === null ? [] : { label, weighed };
  });
  const pairs = new Map<string, Placed[]>();
  for (const each of all) {
    for (const pair of pairsOf(each.weighed.known)) {
      const placed = pairs.get(pair) ?? [];
      pairs.set(pair, placed);
      placed.push(each);
    }
  }
  const rows = [...pairs.keys()].sort().map((pair) => {
    const [committer = '', beneficiary = ''] = pair.split(' ');
    return { committer, beneficiary, ...standingsOf(pairs.get(pair) ?? [], scales) };
  });
  const overall = standingsOf(all, scales);
  const derivation = [...derivationOf(rows, overall), ...(scales.ifOne ? [ALLOWED_FOR] : [])];
  return { rows, overall, derivation };
}

const ALLOWED_FOR =
  'Some may be another promise told again; until that is decided, each sum allows for either, and totals name them.';

interface Placed {
  readonly label: Label;
  readonly weighed: Weighed;
}

/** Who promises whom: all of the one side with all of the other, and a party with itself only where there is no other. */
function pairsOf({ announced: { committers, beneficiaries } }: Known): readonly string[] {
  const pairs = committers.flatMap((committer) =>
    beneficiaries.map((beneficiary) => ({ committer, beneficiary })),
  );
  const others = pairs.filter(({ committer, beneficiary }) => committer !== beneficiary);
  return (others.length > 0 ? others : pairs).map(
    ({ committer, beneficiary }) => `${committer} ${beneficiary}`,
  );
}

function standingsOf(placed: readonly Placed[], scales: Scales): Standings {
  const counted: Partial<Record<Label, number>> = {};
  for (const label of labels) {
    const count = placed.filter((each) => each.label === label).length;
    if (count > 0) counted[label] = count;
  }
  return {
    commitments: placed.length,
    joint: placed.filter(({ weighed }) => isJoint(weighed.known)).length,
    labels: counted,
    sums: totalsInEitherCase(
      (on) => placed.map(({ weighed }) => (on === scales ? weighed : on.weigh(weighed.known))),
      scales,
    ).sums,
  };
}

function derivationOf(rows: readonly MatrixRow[], overall: Standings): readonly string[] {
  const places = rows.reduce((sum, { commitments }) => sum + commitments, 0);
  return [
    'A state counts every commitment; a sum counts an amount once, however many commitments hold it.',
    ...(overall.joint === 0
      ? []
      : [
          `${overall.joint} of ${overall.commitments} commitments are joint: no shares are stated, so each stands whole in the row of every pair it binds.`,
          `Overall each is counted once: ${overall.commitments} commitments in ${places} places, so the rows are not to be added up.`,
        ]),
  ];
}
