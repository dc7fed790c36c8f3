import { type JudgeSome, type LayOut } from '#libs/reports';
import { Piscina } from 'piscina';
import { type Common } from './making.ts';

/**
 * As many as take less than a minute for the PDF of a ledger of 200,000 events on two cores; each takes some 70 MB, however
 * long the ledger.
 */
const THREADS = 2;

/** Megabytes of heap of each, at most: a stream may be long. */
const HEAP_MB = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 16 };

/** Threads for one kind of question. */
interface Threads {
  /** Ends them, whatever they are at. */
  close(): Promise<void>;
}

/** Starts the threads that judge the commitments of one report. */
export function startJudging(common: Common): Threads & { readonly judgeSome: JudgeSome } {
  const pool = started('judging-thread.js', common);
  return {
    judgeSome: (ids) => pool.run(ids, { name: 'judge' }) as ReturnType<JudgeSome>,
    close: () => pool.destroy(),
  };
}

/** Starts the threads that lay out the sheets of one PDF. */
export function startLayout(): Threads & { readonly layOut: LayOut } {
  const pool = started('layout-thread.js');
  return {
    layOut: (...asked) => pool.run(asked, { name: 'layOut' }) as ReturnType<LayOut>,
    close: () => pool.destroy(),
  };
}

const started = (file: string, workerData?: Common): Piscina =>
  new Piscina({
    ...{ filename: new URL(file, import.meta.url).href, workerData },
    ...{ minThreads: THREADS, maxThreads: THREADS, resourceLimits: HEAP_MB },
    // Between questions they have to hear of their connections.
    atomics: 'disabled',
  });
