import { type JudgeSome, type LayOut } from '#libs/reports';
import { Piscina } from 'piscina';
import { type Common } from './making.ts';

/**
 * As many as take a minute for the PDF of a ledger of 200,000 events on two cores; each takes some 60 MB, however long the
 * ledger.
 */
const THREADS = 2;

/** Megabytes of heap of each, at most: a stream may be long. */
const HEAP_MB = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 16 };

/** While one question waits for the database, the next is answered. */
const AT_ONCE = 2;

/** Threads that do what of a report can be done apart from the rest. */
export interface ReportThreads {
  readonly judgeSome: JudgeSome;
  readonly layOut: LayOut;
  /** Ends them, whatever they are at. */
  close(): Promise<void>;
}

/** Starts the threads of one report. */
export function startThreads(common: Common): ReportThreads {
  const pool = new Piscina({
    ...{ filename: new URL('report-worker.js', import.meta.url).href, workerData: common },
    ...{ minThreads: THREADS, maxThreads: THREADS, concurrentTasksPerWorker: AT_ONCE },
    resourceLimits: HEAP_MB,
    // Between questions they have to hear of their connections.
    atomics: 'disabled',
  });
  return {
    judgeSome: (ids) => pool.run(ids, { name: 'judge' }) as ReturnType<JudgeSome>,
    layOut: (...asked) => pool.run(asked, { name: 'layOut' }) as ReturnType<LayOut>,
    close: () => pool.destroy(),
  };
}
