import { Scales, type Day, type Weighed } from '#libs/domain';
import { type History } from '../history.ts';
import { jsonOf } from '../shelf.ts';
import { findingsIn, type Finding } from './exceptions.ts';
import { folded, type Folded } from './fold.ts';
import { standingOf, type Standing } from './overall-figures.ts';
import { sheetOf, type Documents } from './sheet.ts';

/** What a commitment is judged with. */
export interface Ground {
  readonly history: History;
  readonly validAt: Day;
  /** Up to which the log counts. */
  readonly position: number;
  /** The documents whose words are quoted. */
  readonly documents: Documents;
}

/**
 * One commitment, judged by itself; plain data, which can be sent from one thread to another.
 */
export interface Judged {
  readonly id: string;
  readonly title: string;
  /** Its `Sheet` as JSON in UTF-8, without the relations to others. */
  readonly sheet: Uint8Array;
  readonly findings: readonly Finding[];
  readonly standing: Standing;
  /** What it would bring into sums if no other had to do with it; undefined where it was never promised. */
  readonly alone: Weighed | undefined;
}

/**
 * Judges some commitments, each by itself: what they have to do with each other is not looked at.
 *
 * @returns in the order of the ids, without those that were never recorded.
 */
export async function judgeSome(
  ids: readonly string[],
  { history, ...ground }: Ground,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for await (const one of folded(ids, history)) judged.push(judge(one, ground));
  return judged;
}

function judge(one: Folded, { validAt, position, documents }: Omit<Ground, 'history'>): Judged {
  const sheet = sheetOf(one, validAt, position, documents);
  return {
    id: one.id,
    title: sheet.title,
    sheet: jsonOf(sheet),
    findings: [...findingsIn(sheet), ...faultOf(one)],
    standing: standingOf(sheet),
    alone: aloneOf(one, validAt),
  };
}

const faultOf = ({ id, fault }: Folded): readonly Finding[] =>
  fault ? [['unreadable', { subject: id, statement: fault.statement, positions: [fault.position] }]] : [];

function aloneOf({ tracked }: Folded, validAt: Day): Weighed | undefined {
  if (!tracked || tracked.known.retracted) return undefined;
  const { known } = tracked;
  const alone = new Scales([known], validAt).weigh(known);
  return { ...alone, known: { ...alone.known, ...FORGOTTEN } };
}

/** Sums do not ask for it again. */
const FORGOTTEN = {
  recorded: [],
  happenings: [],
  supports: [],
  ends: [],
  coverages: [],
  contentions: [],
  resolutions: [],
  assessments: [],
  samenesses: [],
  statements: [],
  relations: [],
} as const;
