import { type Pulse } from './pulse.ts';

/** What stands still, and for how long. */
export interface Stall {
  readonly partitions: readonly number[];
  readonly ms: number;
  readonly asOf: number;
  readonly published: number;
}

/** What a watchdog has to know besides the pulse. */
export interface Watched {
  /** The partitions of this process. */
  readonly assigned: readonly number[];
  /** Whether it is known why nothing moves. */
  readonly excused: boolean;
  readonly nowMs: number;
}

/** Pulses come every second; after a gap like this nothing is known of the time between. */
const GAP_MS = 10_000;

/**
 * Notices a projector that has fallen asleep: there are messages for a partition, nothing excuses it, and it has not moved
 * for `stalledMs`. A process that has no partitions at all answers for every one of them, since being left out of
 * the group without noticing is one of the ways to fall asleep.
 *
 * @returns a function to be told every pulse, which answers with the stall once there is one.
 */
export function watchdog(stalledMs: number): (pulse: Pulse, watched: Watched) => Stall | undefined {
  let since = new Map<number, { standing: string; ms: number }>();
  let lastMs = -Infinity;
  return ({ lagging, asOf, published }, { assigned, excused, nowMs }) => {
    if (excused || nowMs - lastMs > GAP_MS) since = new Map();
    lastMs = nowMs;
    if (excused) return undefined;
    const still = new Map<number, { standing: string; ms: number }>();
    for (const [partition, standing] of lagging) {
      if (assigned.length > 0 && !assigned.includes(partition)) continue;
      const before = since.get(partition);
      still.set(partition, before?.standing === standing ? before : { standing, ms: nowMs });
    }
    since = still;
    const stalled = [...still].filter(([, { ms }]) => nowMs - ms >= stalledMs);
    if (stalled.length === 0) return undefined;
    const ms = Math.max(...stalled.map(([, begun]) => nowMs - begun.ms));
    return { partitions: stalled.map(([partition]) => partition), ms, asOf, published };
  };
}
