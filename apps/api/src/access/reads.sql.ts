/** Several reads at once, in the order in which they were asked. Nothing recorded after the head can have been seen. */
export const insertReadsSql = /* sql */ `
insert into ledger.reads (reader, role, method, what, position)
select asked.reader, asked.role, asked.method, asked.what, head.position
  from ledger.head head,
       unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality asked (reader, role, method, what, nth)
 order by asked.nth`;

const columns = `number, read_at, reader, role, method, what, position`;

/** $1 beyond this number, $2 at most, $3 of this reader or null for all. */
export const readsSql = {
  ascending: /* sql */ `
select ${columns} from ledger.reads
 where number > $1 and ($3::text is null or reader = $3) order by number limit $2`,
  descending: /* sql */ `
select ${columns} from ledger.reads
 where number < $1 and ($3::text is null or reader = $3) order by number desc limit $2`,
} as const;
