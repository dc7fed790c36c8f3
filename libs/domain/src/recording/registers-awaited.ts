import { singleCriteria, type Criterion } from '../commitment/criterion.ts';
import type { Day } from '../vocabulary/index.ts';

/** A register whose packages count towards a commitment, from the day after one on. */
export interface RegisterAwaited {
  readonly imposer: string;
  readonly target: string;
  readonly after: Day;
}

/**
 * The registers that a criterion waits for, each once and from the earliest day that any of its conditions names: the
 * yardstick of each then takes of what is linked what is after its own.
 */
export function registersAwaited(criterion: Criterion): readonly RegisterAwaited[] {
  const awaited = new Map<string, RegisterAwaited>();
  for (const one of singleCriteria(criterion)) {
    if (one.type !== 'acts-after') continue;
    const { imposer, target, after } = one;
    const register = `${imposer} ${target}`;
    const before = awaited.get(register);
    if (!before || after < before.after) awaited.set(register, { imposer, target, after });
  }
  return [...awaited.values()];
}
