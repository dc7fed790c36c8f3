/**
 * Of each change what filters ask for, beside its text: the labels, and the certain shares, before and after. Put together
 * from 2 KB of JSON for each row that is looked at, they would cost a search through a million changes some twenty seconds.
 */
export const changesStood = /* sql */ `
alter table ledger.changes
  add column from_label text collate "C",
  add column to_label   text collate "C",
  add column from_share numeric,
  add column to_share   numeric;

update ledger.changes
   set from_label = body::json #>> '{from,label}',
       to_label   = body::json #>> '{to,label}',
       from_share = (body::json #>> '{from,share,lo}')::numeric,
       to_share   = (body::json #>> '{to,share,lo}')::numeric;

create index changes_to_label on ledger.changes (to_label, position);

comment on column ledger.changes.from_label is 'As in body: the label before the event; null where nothing was known.';
comment on column ledger.changes.to_label is 'As in body: the label after it; null where nothing is known any more.';
comment on column ledger.changes.from_share is 'As in body: the certain share before it; null where nothing was measured.';
comment on column ledger.changes.to_share is 'As in body: the certain share after it.';
`;
