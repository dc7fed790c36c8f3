/** Up to where the log was gone through. */
export const notedSql = /* sql */ `select position from ledger.deadlines_noted`;

/**
 * Takes down when to look at which commitments ($3, $4), and that the log was gone through from $1 to $2, in one statement:
 * nothing is taken down where another dispatcher has gone through it meanwhile. The earlier day stands, since looking too
 * early costs one look and looking too late a late announcement.
 */
export const noteSql = /* sql */ `
with moved as (
  update ledger.deadlines_noted set position = $2 where position = $1 returning position
)
insert into ledger.deadlines as known (commitment, passed)
select n.commitment, min(n.passed)
  from unnest($3::text[], $4::date[]) n (commitment, passed)
 where exists (select from moved)
 group by n.commitment
    on conflict (commitment) do update set passed = least(known.passed, excluded.passed)`;

/** The commitments to look at by the day $1, at most $2 of them, kept from other dispatchers until the transaction ends. */
export const takeSql = /* sql */ `
select commitment from ledger.deadlines
 where passed <= $1
 order by passed, commitment
 limit $2
   for update skip locked`;

/** Looked at: nothing more to come of them. */
export const settleSql = /* sql */ `delete from ledger.deadlines where commitment = any ($1)`;

/** Looked at, and to be looked at again on another day. */
export const postponeSql = /* sql */ `
update ledger.deadlines d set passed = n.passed
  from unnest($1::text[], $2::date[]) n (commitment, passed)
 where d.commitment = n.commitment`;
