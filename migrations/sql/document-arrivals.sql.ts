/**
 * From which position on a document is part of what is known. Documents are not in the log, but their words are in answers,
 * and the answer to an old question must not change when a document comes later. Those kept before are known throughout.
 */
export const documentArrivals = /* sql */ `
alter table ledger.documents add column known_from ledger.number_from_zero not null default 0;
alter table ledger.documents alter column known_from drop default;

comment on column ledger.documents.known_from is 'The first position that can have been recorded after it.';
`;
