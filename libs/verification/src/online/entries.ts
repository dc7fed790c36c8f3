import { leavesIn, Unreadable } from '#libs/transparency';
import { NotServed, type LogSource } from './log-source.ts';

/** The leaves under a tile of level 0, at most so many; or why there are none. */
export async function leavesOf(
  source: LogSource,
  index: number,
  width: number,
): Promise<readonly Buffer[] | string> {
  try {
    return leavesIn(await source.tile({ level: 'entries', index, width })).slice(0, width);
  } catch (error) {
    if (error instanceof NotServed || error instanceof Unreadable) return error.message;
    throw error;
  }
}
