import { sentence } from '../log.ts';
import { backoffMs, pause } from '../patience.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { type Bookmarks } from './bookmarks.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { type Take } from './feed.ts';
import { foldStep } from './fold.ts';
import { type OffsetMessage, sift } from './sift.ts';

const HOLE_PAUSE_MS = 1_000;

/**
 * How messages are taken: folded in, and tried again for as long as that fails for a reason that is not theirs. It throws
 * nothing of its own.
 */
export const taking =
  (options: ConsumptionOptions, bookmarks: Bookmarks, signal: AbortSignal): Take =>
  async (partition, messages, pace) => {
    for (let failures = 0; !pace.isOver(); failures++) {
      try {
        await step(options, bookmarks, partition, messages, signal);
        bookmarks.excuse(undefined);
        return;
      } catch (error) {
        await makeGood(options, bookmarks, error, failures);
        await pause(backoffMs(failures), signal);
        await pace.beat();
      }
    }
  };

/** One step of one partition; afterwards its bookmark says where to go on. */
async function step(
  options: ConsumptionOptions,
  bookmarks: Bookmarks,
  partition: number,
  messages: readonly OffsetMessage[],
  signal: AbortSignal,
): Promise<void> {
  const from = bookmarks.of(partition);
  const standing = bookmarks.standing();
  if (!from || !standing) {
    await bookmarks.refresh();
    return;
  }
  const sifted = sift(from, standing.source, messages);
  switch (sifted.verdict) {
    case 'newer-generation':
      await bookmarks.refresh();
      if (bookmarks.of(partition)?.generation === from.generation) await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'hole':
      options.log.error(
        `Partition ${partition} of ${options.feed.name} has lost events: ${sifted.before} comes after ` +
          `${sifted.after}. Nothing more is taken from it until the relay publishes the log again.`,
      );
      await pause(HOLE_PAUSE_MS, signal);
      return;
    case 'fold': {
      const { next, arrivals } = sifted;
      if (next.nextOffset === from.nextOffset) return;
      const outcome = await foldStep(options, { build: standing.build, from, next, arrivals });
      if (outcome === 'moved') await bookmarks.refresh();
      else bookmarks.moveTo(next);
    }
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
