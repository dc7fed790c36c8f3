import { changeText, type Change } from '#libs/domain';
import { type ProjectionTransaction } from '../projection.ts';
import { sentRows } from '../row-arrays.ts';

/**
 * Up to which position the changes of these commitments have been told, by id; those of which none is are left out. They
 * are kept apart from the read models, which come and go.
 */
export async function readToldUpTo(
  tx: ProjectionTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query({ name: 'told-up-to', text: TOLD_UP_TO, values: [ids] });
  const found = rows as readonly { readonly commitment: string; readonly position: string }[];
  return new Map(found.map(({ commitment, position }) => [commitment, Number(position)]));
}

const TOLD_UP_TO = `
select asked.commitment, told.position
  from unnest($1::text[]) as asked (commitment),
       lateral (select c.position from ledger.changes c where c.commitment = asked.commitment
                 order by c.position desc limit 1) as told`;

/** A change as it is kept. */
export interface ToldChange {
  readonly position: number;
  readonly commitment: string;
  readonly eventId: string;
  readonly recordedAt: string;
  readonly body: string;
  readonly fromLabel: string | undefined;
  readonly toLabel: string | undefined;
  readonly fromShare: string | undefined;
  readonly toShare: string | undefined;
}

/**
 * What is kept of a change. It is put together as soon as there is one: the reasoning in it is some forty objects, and those
 * of a whole batch at once would outlive every collection until it is written.
 */
export const toldChange = (change: Change): ToldChange => {
  const { commitment, event, from, to } = change;
  return {
    position: event.position,
    commitment,
    eventId: event.id,
    recordedAt: event.recordedAt,
    body: changeText(change),
    fromLabel: from?.label,
    toLabel: to?.label,
    fromShare: from?.share?.lo,
    toShare: to?.share?.lo,
  };
};

/**
 * Keeps changes, and lets them wait to be numbered and published. One that is kept already (another process builds read
 * models beside the live ones) stays as it is and is not told again.
 */
export async function tellChanges(tx: ProjectionTransaction, changes: readonly ToldChange[]): Promise<void> {
  if (changes.length === 0) return;
  const ordered = changes.toSorted((one, other) => one.position - other.position);
  const { from, columns, values } = sentRows([
    { name: 'position', type: 'bigint', values: ordered.map(({ position }) => position) },
    { name: 'commitment', type: 'text', values: ordered.map(({ commitment }) => commitment) },
    { name: 'event_id', type: 'uuid', values: ordered.map(({ eventId }) => eventId) },
    { name: 'recorded_at', type: 'text', values: ordered.map(({ recordedAt }) => recordedAt) },
    { name: 'body', type: 'text', values: ordered.map(({ body }) => body) },
    { name: 'from_label', type: 'text', values: ordered.map(({ fromLabel }) => fromLabel) },
    { name: 'to_label', type: 'text', values: ordered.map(({ toLabel }) => toLabel) },
    { name: 'from_share', type: 'numeric', values: ordered.map(({ fromShare }) => fromShare) },
    { name: 'to_share', type: 'numeric', values: ordered.map(({ toShare }) => toShare) },
  ]);
  const text = `with told as (
       insert into ledger.changes
         (position, commitment, event_id, recorded_at, body, from_label, to_label, from_share, to_share)
       select ${columns.join(', ')} from ${from}
       on conflict do nothing
       returning position
     )
     insert into ledger.changes_waiting (position) select position from told`;
  await tx.query({ name: 'tell-changes', text, values });
}
