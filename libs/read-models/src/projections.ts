import { projectionOf } from './event-table.ts';
import { meetings } from './meetings/meetings.table.ts';
import { positions } from './positions/positions.ts';
import { type Projection } from './projection.ts';
import { reports } from './reconciliations/reports.ts';
import { packages } from './register/register.ts';
import { sources } from './sources/sources.ts';
import { timeline } from './timeline/timeline.projection.ts';
import { tracking } from './tracking/tracking.projection.ts';

/** Everything that is folded from the log, in no particular order. */
export const projections: readonly Projection[] = [
  tracking,
  timeline,
  projectionOf(meetings),
  projectionOf(positions),
  projectionOf(packages),
  projectionOf(reports),
  projectionOf(sources),
];
