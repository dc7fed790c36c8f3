import { sentence } from '../log.ts';
import { backoffMs, pause } from '../patience.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { type Bookmarks } from './bookmarks.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { type Pace, type Take } from './feed.ts';
import { type Step } from './fold.ts';
import { type Folding } from './folding.ts';
import { type OffsetMessage, sift, type Sifted } from './sift.ts';

const HOLE_PAUSE_MS = 1_000;

/**
 * How messages are taken: folded in, and tried again for as long as that fails for a reason that is not theirs. It throws
 * nothing of its own.
 */
export const taking =
  (options: ConsumptionOptions, bookmarks: Bookmarks, folding: Folding, signal: AbortSignal): Take =>
  async (partition, messages, pace) => {
    for (let failures = 0; !pace.isOver(); failures++) {
      try {
        await step({ ...options, bookmarks, folding, pace, failures }, partition, messages, signal);
        bookmarks.excuse(undefined);
        return;
      } catch (error) {
        await makeGood(options, bookmarks, error, failures);
        await pause(backoffMs(failures), signal);
        await pace.beat();
      }
    }
  };

/** What a step is taken with. */
interface Taking extends ConsumptionOptions {
  readonly bookmarks: Bookmarks;
  readonly folding: Folding;
  readonly pace: Pace;
  /** How often it has failed before. */
  readonly failures: number;
}

/** One step of one partition; afterwards its bookmark says where to go on. */
async function step(
  { bookmarks, folding, pace, failures, log, feed }: Taking,
  partition: number,
  messages: readonly OffsetMessage[],
  signal: AbortSignal,
): Promise<void> {
  // Which of the messages are new is asked when it is their turn: until then they are kept as they came.
  let found: { readonly from: Checkpoint; readonly sifted: Sifted } | undefined;
  const prepare = (): Step | undefined => {
    const from = bookmarks.of(partition);
    const standing = bookmarks.standing();
    if (!from || !standing || pace.isOver()) return undefined;
    const sifted = sift(from, standing.source, messages);
    found = { from, sifted };
    if (sifted.verdict !== 'fold' || sifted.next.nextOffset === from.nextOffset) return undefined;
    return { build: standing.build, from, next: sifted.next, arrivals: sifted.arrivals };
  };
  const outcome = await folding.step(messages.length, prepare, failures > 0);
  if (!found) {
    if (!pace.isOver()) await bookmarks.refresh();
    return;
  }
  const { from, sifted } = found;
  switch (sifted.verdict) {
    case 'newer-generation':
      await bookmarks.refresh();
      if (bookmarks.of(partition)?.generation === from.generation) await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'hole':
      log.error(
        `Partition ${partition} of ${feed.name} has lost events: ${sifted.before} comes after ` +
          `${sifted.after}. Nothing more is taken from it until the relay publishes the log again.`,
      );
      await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'fold':
      if (outcome === 'moved') await bookmarks.refresh();
      else if (outcome === 'folded') bookmarks.moveTo(sifted.next);
  }
}

/** Puts in order what a failed step has found amiss, as far as that is in our power. */
async function makeGood(
  { log, schema }: ConsumptionOptions,
  bookmarks: Bookmarks,
  error: unknown,
  failures: number,
): Promise<void> {
  bookmarks.excuse(isTransient(error) ? sentence(error) : undefined);
  if (failures === 0) log.warn(`A step into ${schema} failed and is tried again: ${sentence(error)}`);
  if (isStructureMissing(error) || error instanceof ReadModelsUnsound) {
    await bookmarks.refresh().catch((failure: unknown) => {
      log.debug(`${schema} could not be made anew: ${sentence(failure)}`);
    });
  }
}
