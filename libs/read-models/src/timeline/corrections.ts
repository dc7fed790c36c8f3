import { factId, lastWords, type LedgerEvent } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { type TimelineRow } from './timeline.table.ts';

/** The correction in force of a fact, or of a correction. */
export interface CorrectedBy {
  readonly correction: string;
  /** Whether it was retracted; otherwise it was told anew. */
  readonly retracted: boolean;
  /** Where the correction stands in the log. */
  readonly position: number;
}

/** Finds the correction in force, by what was known at the position asked for, of each of some facts that has one. */
export async function correctionsOf(
  { manager, at }: Snapshot,
  rows: readonly TimelineRow[],
): Promise<(row: TimelineRow) => CorrectedBy | null> {
  const streams = [...new Set(rows.map(({ stream }) => stream))];
  const found =
    streams.length === 0 ? [] : await manager.query<Found[]>(CORRECTIONS, [streams, at.knownAt ?? null]);
  const inForce = new Map(
    streams.map((stream) => {
      const own = found.filter((one) => one.stream === stream);
      const positions = new Map(own.map(({ event, position }) => [factId(event), position]));
      return [stream, { positions, last: lastWords(own.map(({ event }) => event)) }];
    }),
  );
  return ({ stream, event }) => {
    const correction = inForce.get(stream)?.last.get(factId(event))?.data;
    if (!correction) return null;
    const position = inForce.get(stream)?.positions.get(correction.correction) ?? 0;
    return { correction: correction.correction, retracted: correction.retracted === true, position };
  };
}

interface Found {
  readonly stream: string;
  readonly position: number;
  readonly event: LedgerEvent;
}

const CORRECTIONS = /* sql */ `
select stream, position, event
  from read_models.timeline
 where type = 'CorrectionRecorded' and stream = any($1) and ($2::bigint is null or position <= $2)
 order by position`;
