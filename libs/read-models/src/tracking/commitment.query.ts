import {
  lastWords,
  seenFromTheOtherEnd,
  standingOn,
  statedRelations,
  withTermsOn,
  type Day,
  type Known,
} from '#libs/domain';
import { dated, type Dated } from '../days.ts';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { answerOf, type CommitmentAnswer, type RelationAnswer } from './commitment-answer.ts';
import { type Tracked } from './tracked.ts';
import { trackedOrRetracted, trackedWhere } from './tracked-at.ts';

/** What is known of one commitment, or why there is nothing to tell. */
export type CommitmentFound =
  | { readonly outcome: 'found'; readonly commitment: CommitmentAnswer }
  /** On the day asked for it was not yet certainly announced. */
  | {
      readonly outcome: 'not-yet-announced';
      readonly id: string;
      readonly announced: Dated;
      readonly asOf: AsOf;
    }
  /** Its announcement is retracted: it was never promised. */
  | { readonly outcome: 'retracted'; readonly id: string; readonly by: Retraction; readonly asOf: AsOf }
  /** Nothing is recorded under this id, or was at the position asked for. */
  | { readonly outcome: 'unknown'; readonly id: string; readonly asOf: AsOf };

/** One commitment with all that it rests on. */
export async function commitmentQuery(snapshot: Snapshot, id: string): Promise<CommitmentFound> {
  const { asOf } = snapshot;
  const [tracked] = await trackedOrRetracted(snapshot, 't.commitment = $1', [id]);
  if (!tracked) return { outcome: 'unknown', id, asOf };
  if (tracked.known.retracted) return { outcome: 'retracted', id, by: retractionOf(tracked), asOf };
  const commitment = answerOf(tracked, await relationsOf(snapshot, tracked), asOf);
  if (commitment) return { outcome: 'found', commitment };
  return { outcome: 'not-yet-announced', id, announced: dated(tracked.known.announced.announced), asOf };
}

/** The correction by which an announcement was retracted. */
export interface Retraction {
  readonly correction: string;
  readonly reason: string;
}

function retractionOf({ known: { announced, recorded } }: Tracked): Retraction {
  const { correction = '', reason = '' } = lastWords(recorded).get(announced.commitment)?.data ?? {};
  return { correction, reason };
}

const titleOf = (known: Known, day: Day): string => withTermsOn(known, day).announced.title;

/** The relations it states, then those that others state to it and had been announced by the day asked for. */
async function relationsOf(snapshot: Snapshot, { known }: Tracked): Promise<readonly RelationAnswer[]> {
  const { validAt } = snapshot.at;
  const { commitment: id } = known.announced;
  const relations = statedRelations(known, validAt);
  const named = relations.map(({ commitment }) => commitment);
  const others = await trackedWhere(snapshot, 't.commitment = any($1) or t.related @> array[$2]::text[]', [
    named,
    id,
  ]);
  const titles = new Map(
    others.map(({ known: other }) => [other.announced.commitment, titleOf(other, validAt)] as const),
  );
  const stated = relations.map(({ type, commitment }) => ({
    type,
    commitment,
    title: titles.get(commitment) ?? commitment,
  }));
  const statedByOthers = others
    .filter(({ known: other }) => standingOn(validAt, other.announced.announced) === 'certain')
    .flatMap(({ known: other }) =>
      statedRelations(other, validAt)
        .filter(({ commitment }) => commitment === id)
        .map(({ type }) => ({
          type: seenFromTheOtherEnd(type),
          commitment: other.announced.commitment,
          title: titleOf(other, validAt),
        })),
    );
  return [...stated, ...statedByOthers];
}
