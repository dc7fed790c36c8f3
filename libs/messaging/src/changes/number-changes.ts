import { isOver, pause } from '../patience.ts';
import { type Lead } from '../relay/relay-options.ts';
import { type Desk, EpochLost } from '../relay/relay-state.ts';
import { type BigintText } from '../sql.ts';

/** The channel on which it is announced that changes have been numbered. */
export const CHANGES_CHANNEL = 'ledger_changes';
/** The channel on which it is announced that changes wait for their numbers. */
const WAITING_CHANNEL = 'ledger_changes_waiting';

const BATCH = 1_000;
/** How late a number may be when nobody announces that one is waited for. */
const POLL_MS = 1_000;

/**
 * Numbers in the order of positions, all or none, only for the leader. The row of the state is locked first: a leader of
 * before is through with its statement when the next one takes the epoch, so no two count from the same number.
 */
const numberSql = /* sql */ `
  with term as (
    select numbered from ledger.changes_state where epoch = $1 for update
  ), taken as (
    delete from ledger.changes_waiting w using term
     where w.position in (select position from ledger.changes_waiting order by position limit $2)
    returning w.position
  ), given as (
    insert into ledger.change_numbers (number, position)
    select term.numbered + row_number() over (order by taken.position), taken.position from term, taken
    returning number
  ), moved as (
    update ledger.changes_state
       set numbered = numbered + (select count(*) from given)
     where epoch = $1 and exists (select from given)
    returning numbered
  )
  select term.numbered + (select count(*) from given) as numbered, (select count(*) from given)::int as given,
         (select pg_notify('${CHANGES_CHANNEL}', '') from moved)
    from term`;

/** Numbers some of the changes that wait, and says the last number and how many it has given. @throws EpochLost */
export async function numberChanges(
  { sql, epoch }: Omit<Desk, 'table'>,
  limit = BATCH,
): Promise<{ readonly numbered: number; readonly given: number }> {
  const { rows } = await sql.query<{ numbered: BigintText; given: number }>(numberSql, [epoch, limit]);
  const [row] = rows;
  if (!row) throw new EpochLost(epoch);
  return { numbered: Number(row.numbered), given: row.given };
}

/**
 * Numbers changes as they come, for as long as the lead lasts.
 *
 * @param onNumbered told when there are more.
 * @throws EpochLost, or what the database answered, when the lead is lost.
 */
export async function keepNumbering(
  { client, sql, epoch, report }: Lead,
  onNumbered: () => void,
  signal: AbortSignal,
): Promise<void> {
  let wake = new AbortController();
  client.on('notification', ({ channel }) => {
    if (channel === WAITING_CHANNEL) wake.abort();
  });
  await sql.query(`listen ${WAITING_CHANNEL}`);
  while (!isOver(signal)) {
    wake = new AbortController();
    const { numbered, given } = await numberChanges({ sql, epoch });
    report({ head: numbered });
    if (given > 0) onNumbered();
    if (given < BATCH) await pause(POLL_MS, AbortSignal.any([signal, wake.signal]));
  }
}
