import { type Known } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';

/**
 * The commitments given and all that their relations lead to: upwards by what each states, and from an original or a
 * superseded one downwards to what specifies, reaffirms or supersedes it. Parts are not sought from their whole, nor what
 * is funded from its source: nothing that a sum asks lies there.
 */
export async function withKin(snapshot: Snapshot, commitments: readonly Known[]): Promise<readonly Known[]> {
  const given = new Set(commitments.map(({ announced }) => announced.commitment));
  const rows = await snapshot.manager.query<{ commitment: string }[]>(KIN, [[...given]]);
  const others = rows.map(({ commitment }) => commitment).filter((id) => !given.has(id));
  if (others.length === 0) return commitments;
  const found = await trackedWhere(snapshot, 't.commitment = any($1)', [others]);
  return [...commitments, ...found.map(({ known }) => known)];
}

// `tracking` holds announcements, which never change; what was not yet recorded at the position asked for states nothing
// then, and the caller reads it again as of there.
const KIN = /* sql */ `
with recursive kin (commitment) as (
  select t.commitment from read_models.tracking t where t.commitment = any($1)
  union
  select next.commitment
    from kin,
         lateral (
           select unnest(t.related) as commitment from read_models.tracking t where t.commitment = kin.commitment
           union all
           select t.commitment
             from read_models.tracking t, json_to_recordset(t.announced -> 'relations') as stated (type text, commitment text)
            where t.related @> array[kin.commitment]
              and stated.commitment = kin.commitment
              and stated.type in ('specifies', 'reaffirms', 'supersedes')
         ) next
) select commitment from kin`;
