import { EMPTY_ROOT } from '#libs/transparency';
import { type Desk } from './desk.ts';
import { type NotaryOptions } from './notary-options.ts';
import { type Refused } from './refused.ts';
import { signersOf } from './signing.ts';

/**
 * Gives up the log that was refused and begins the next, over all events as they are stored now, if somebody has decided
 * so: of just what was signed last, so that the same word does not serve twice. What is given up stays written down, in the
 * database and in memory.
 *
 * @returns what was decided, in a sentence; undefined where nobody has.
 */
export async function beginNewLog(
  desk: Desk,
  options: NotaryOptions,
  { signedSize }: Refused,
): Promise<string | undefined> {
  const { newLog, memory } = options;
  if (!newLog || newLog.after !== signedSize) return undefined;
  const { because } = newLog;
  const remembered = await memory.read().catch(() => undefined);
  const stored = await desk.sealed.current();
  const log = Math.max(remembered?.log ?? 0, stored?.number ?? 0) + 1;
  const { origin } = signersOf(log, options);
  const last = stored && (await desk.sealed.newest(stored.number));
  const lost = remembered ?? (last && { ...last, root: last.root.toString('base64') });
  const given = lost && { origin: lost.origin, size: lost.size, root: lost.root, because };
  await memory.write({
    ...{ log, origin, size: 0, root: EMPTY_ROOT.toString('base64'), note: '', because },
    earlier: [...(remembered?.earlier ?? []), ...(given ? [given] : [])],
  });
  return `The log ${lost?.origin ?? ''} is given up after ${signedSize} events, and ${origin} begun: ${because}`;
}
