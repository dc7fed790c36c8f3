import { changeText, type Change } from '#libs/domain';
import { type ProjectionTransaction } from '../projection.ts';

/**
 * Up to which position the changes of these commitments have been told, by id; those of which none is are left out. They
 * are kept apart from the read models, which come and go.
 */
export async function readToldUpTo(
  tx: ProjectionTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query(TOLD_UP_TO, [ids]);
  const found = rows as readonly { readonly commitment: string; readonly position: string }[];
  return new Map(found.map(({ commitment, position }) => [commitment, Number(position)]));
}

const TOLD_UP_TO = `
select asked.commitment, told.position
  from unnest($1::text[]) as asked (commitment),
       lateral (select c.position from ledger.changes c where c.commitment = asked.commitment
                 order by c.position desc limit 1) as told`;

/**
 * Keeps changes, and lets them wait to be numbered and published. One that is kept already (another process builds read
 * models beside the live ones) stays as it is and is not told again.
 */
export async function tellChanges(tx: ProjectionTransaction, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const ordered = changes.toSorted((one, other) => one.event.position - other.event.position);
  await tx.query(TELL, [
    ordered.map(({ event }) => event.position),
    ordered.map(({ commitment }) => commitment),
    ordered.map(({ event }) => event.id),
    ordered.map(({ event }) => event.recordedAt),
    ordered.map(changeText).join(SEPARATOR),
    ordered.map(({ from }) => from?.label ?? null),
    ordered.map(({ to }) => to?.label ?? null),
    ordered.map(({ from }) => from?.share?.lo ?? null),
    ordered.map(({ to }) => to?.share?.lo ?? null),
  ]);
}

/**
 * JSON text holds no control character (RFC 8259 §7), so one of them keeps the bodies apart: as an array they would each be
 * escaped here and unescaped there, which costs more than all else that is done to keep a change.
 */
const SEPARATOR = '\x1e';

const TELL = `
with told as (
  insert into ledger.changes
    (position, commitment, event_id, recorded_at, body, from_label, to_label, from_share, to_share)
  select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[], string_to_array($5, chr(30)),
                       $6::text[], $7::text[], $8::numeric[], $9::numeric[])
  on conflict do nothing
  returning position
)
insert into ledger.changes_waiting (position) select position from told`;
