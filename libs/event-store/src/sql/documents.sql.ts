/** The same bytes again change nothing. */
export const putDocumentSql = /* sql */ `
insert into ledger.documents (sha256, bytes, media_type, added_by)
values ($1, $2, $3, $4)
on conflict (sha256) do nothing`;

export const getDocumentSql = /* sql */ `
select bytes, media_type from ledger.documents where sha256 = $1`;
