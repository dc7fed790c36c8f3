import { eventColumns } from './event-columns.ts';

/** The events at some positions, with all that their columns tell. */
export const readAtSql = /* sql */ `select ${eventColumns} from ledger.events e where e.position = any ($1::bigint[])`;
