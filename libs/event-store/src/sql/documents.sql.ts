/**
 * The same bytes again change nothing. The head is held while they are written: what is recorded at the position after it
 * comes after them, so that nobody was told of that position without them.
 */
export const putDocumentSql = /* sql */ `
insert into ledger.documents (sha256, bytes, media_type, added_by, known_from)
select $1, $2, $3, $4, head.position + 1 from (select position from ledger.head for share) head
on conflict (sha256) do nothing`;

export const getDocumentSql = /* sql */ `
select bytes, media_type, known_from from ledger.documents where sha256 = $1`;
