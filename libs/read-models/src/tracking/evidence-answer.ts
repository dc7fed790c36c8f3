import { isAnchor, standingOn, type Attribution, type Day, type Evidence, type Reporter } from '#libs/domain';
import { type Tracked } from './tracked.ts';

/** One passage or source, and the fact it speaks for. Without an anchor, `document` and what follows are null. */
export interface EvidenceAnswer {
  readonly source: string;
  readonly document: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly passage: string | null;
  /** The id of the fact: the commitment's own, or a happening's. */
  readonly supports: string;
  /** The id under which it was attached later; null where it came with the fact. */
  readonly attachment: string | null;
  readonly saidBy: string;
  readonly onBehalfOf: string;
  /** Who is bound by what was said; empty for nobody. */
  readonly committed: readonly string[];
  readonly reporter: Reporter;
  readonly position: number;
}

/** What the assessment of that day rests on: a source that speaks later is not among it. */
export function evidenceOf({ known, facts }: Tracked, validAt: Day): readonly EvidenceAnswer[] {
  const { announced, happenings, supports, ends, coverages, statements } = known;
  const told = [
    speaking(announced, announced.announced, announced.commitment),
    ...happenings.map((each) => speaking(each, each.happened, each.id)),
    ...happenings
      .flatMap(({ passages = [] }) => passages)
      .map((each) => speaking(each, each.passed, each.id)),
    ...ends.map((each) => speaking(each, each.ended, each.id)),
    ...coverages.map((each) => speaking(each, each.period, each.id)),
    ...statements.map((each) => speaking(each, each.stated, each.id)),
    ...supports.map((each) => speaking(each, each.attached, each.supports, each.id)),
  ];
  return told
    .filter(({ on }) => standingOn(validAt, on) !== 'not-yet')
    .flatMap(
      ({ id, supports: fact, attribution: { saidBy, onBehalfOf, committed = [], reporter }, evidence }) =>
        evidence.map((item) => {
          // Named one by one: spread in front of others, they took as long as all else of an answer.
          const anchor = isAnchor(item) ? item : undefined;
          return {
            source: item.source,
            document: anchor?.document ?? null,
            start: anchor?.start ?? null,
            end: anchor?.end ?? null,
            passage: anchor?.passage ?? null,
            supports: fact,
            attachment: fact === id ? null : id,
            saidBy,
            onBehalfOf,
            committed,
            reporter,
            position: facts[id] ?? 0,
          };
        }),
    );
}

/** A fact with its evidence. Its members are named: spread out, they took as long as the rest of an answer. */
const speaking = (
  { attribution, evidence }: { readonly attribution: Attribution; readonly evidence: readonly Evidence[] },
  on: string,
  supports: string,
  id = supports,
) => ({ id, on, supports, attribution, evidence });
