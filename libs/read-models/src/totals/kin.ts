import { relatedOf, type Known } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { correctedSince, trackedWhere } from '../tracking/tracked-at.ts';

/**
 * The commitments given and all that their relations lead to: upwards by what each states, and from an original or a
 * superseded one downwards to what specifies, reaffirms or supersedes it. Parts are not sought from their whole, nor what
 * is funded from its source: nothing that a sum asks lies there.
 *
 * All relations are read at once and followed here. A recursive query for the kin of 30,000 commitments, planned before
 * the tables were analysed, took 90 s where this takes 0.1 s.
 */
export async function withKin(snapshot: Snapshot, commitments: readonly Known[]): Promise<readonly Known[]> {
  const { manager, at } = snapshot;
  const rows = await manager.query<StatedColumns[]>(STATED, [at.knownAt ?? null]);
  const corrected = [...(await correctedSince(snapshot)).values()].map(({ known }) => relatedOf(known));
  const ways = waysOf([
    ...rows,
    ...corrected.map(({ id: commitment, relations }) => ({ commitment, relations })),
  ]);
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
  readonly relations: NonNullable<Known['announced']['relations']>;
}

const STATED = /* sql */ `
select t.commitment, t.announced -> 'relations' as relations
  from read_models.tracking t
 where cardinality(t.related) > 0 and ($1::bigint is null or t.announced_position <= $1)`;

function waysOf(rows: readonly StatedColumns[]): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const before = ways.get(from);
    if (before) before.push(to);
    else ways.set(from, [to]);
  };
  for (const { commitment, relations } of rows) {
    for (const { type, commitment: other } of relations) {
      lead(commitment, other);
      if (type === 'specifies' || type === 'reaffirms' || type === 'supersedes') lead(other, commitment);
    }
  }
  return ways;
}
