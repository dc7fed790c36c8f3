import { statedRelations, type Known } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { correctedSince, trackedWhere } from '../tracking/tracked-at.ts';
import { relatedIn } from '../tracking/tracked.ts';
import { type RelationStated } from '../tracking/tracking.tables.ts';

/**
 * The commitments given and all that their relations lead to: upwards by what each states, and from an original or a
 * superseded one downwards to what specifies, reaffirms or supersedes it. Parts are not sought from their whole, nor what
 * is funded from its source: nothing that a sum asks lies there. What may be the same is followed both ways.
 *
 * All relations are read at once and followed here. A recursive query for the kin of 30,000 commitments, planned before
 * the tables were analysed, took 90 s where this takes 0.1 s.
 */
export async function withKin(snapshot: Snapshot, commitments: readonly Known[]): Promise<readonly Known[]> {
  const { manager, at } = snapshot;
  const rows = await manager.query<StatedColumns[]>(STATED, [at.knownAt ?? null]);
  const corrected = [...(await correctedSince(snapshot)).values()].map(({ known }) => ({
    commitment: known.announced.commitment,
    relations: known.retracted ? [] : statedRelations(known),
    related: known.retracted ? [] : relatedIn(known),
  }));
  const ways = waysOf([...rows, ...corrected]);
  const met = new Set(commitments.map(({ announced }) => announced.commitment));
  const given = met.size;
  for (const id of met) for (const next of ways.get(id) ?? []) met.add(next);
  const others = [...met].slice(given);
  if (others.length === 0) return commitments;
  const found = await trackedWhere(snapshot, 't.commitment = any($1)', [others]);
  return [...commitments, ...found.map(({ known }) => known)];
}

interface StatedColumns {
  readonly commitment: string;
  readonly relations: readonly RelationStated[];
  readonly related: readonly string[];
}

const STATED = /* sql */ `
select t.commitment, t.relations, t.related
  from read_models.tracking t
 where cardinality(t.related) > 0 and ($1::bigint is null or t.announced_position <= $1)`;

function waysOf(rows: readonly StatedColumns[]): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const before = ways.get(from);
    if (before) before.push(to);
    else ways.set(from, [to]);
  };
  for (const { commitment, relations, related } of rows) {
    for (const { type, commitment: other } of relations) {
      lead(commitment, other);
      if (type === 'specifies' || type === 'reaffirms' || type === 'supersedes') lead(other, commitment);
    }
    // A sameness stands with both of its commitments, so each leads to the other by its own row.
    const stated = new Set(relations.map(({ commitment: other }) => other));
    for (const other of related) if (!stated.has(other)) lead(commitment, other);
  }
  return ways;
}
