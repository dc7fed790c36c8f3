/** See ledger.position_at. */
export const positionAtSql = /* sql */ `select ledger.position_at($1::timestamptz) as position`;
