import { DocumentStore, EventStore } from '#libs/event-store';
import { composeReport, NothingToReport, type Progress, shelvesIn, writeReport } from '#libs/reports';
import { SealedLog } from '#libs/transparency';
import { Pool } from 'pg';
import { documentTexts } from './document-texts.ts';
import { type Task, type Told } from './making.ts';
import { startJudging, startLayout } from './report-threads.ts';
import { storedHistory } from './stored-history.ts';
import { NotYetSealed, storedSeal } from './stored-seal.ts';

// A process of its own: a report of a whole ledger takes a core for a while and a good part of a gigabyte, and neither
// is to be missed by those who ask the API meanwhile.

const tell = (told: Told): void => {
  // Should nobody listen any more, nobody misses it.
  process.send?.(told, () => undefined);
};

/** Progress is for people: a few times a second is enough. */
const TELL_EVERY_MS = 200;

async function make({ databaseUrl, of, format, hasThreads, folder, file }: Task): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2, application_name: 'ledger-report' });
  const shelves = shelvesIn(folder);
  const judging = hasThreads ? startJudging({ databaseUrl, of }) : undefined;
  let layout: ReturnType<typeof startLayout> | undefined;
  let toldAt = 0;
  const onProgress = (progress: Progress): void => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    tell({ type: 'progress', progress });
  };
  try {
    const documents = await documentTexts(of.documents, new DocumentStore(pool));
    const history = storedHistory(new EventStore(pool), of.position);
    const report = await composeReport(of, {
      ...{ history, documents, newShelf: shelves.newShelf, onProgress },
      ...(judging && { judgeSome: judging.judgeSome }),
      // What they hold is of use for what comes next.
      onJudged: async () => {
        await judging?.close();
        if (hasThreads && (format === 'pdf' || format === 'bundle')) layout = startLayout();
      },
    });
    const all = report.cover.sizes.commitments;
    const sealed = format === 'bundle' ? await storedSeal(new SealedLog(pool), of.position) : undefined;
    const written = await writeReport(report, format, file, {
      onSheet: (done) => {
        onProgress({ stage: 'writing', done, of: all });
      },
      ...(layout && { layOut: layout.layOut }),
      ...(sealed && { sealed }),
    });
    tell({ type: 'written', written });
  } finally {
    shelves.close();
    await Promise.all([judging?.close(), layout?.close(), pool.end()]);
  }
}

process.once('message', (task: Task) => {
  make(task)
    .catch((error: unknown) => {
      const isTold = error instanceof NothingToReport || error instanceof NotYetSealed;
      if (isTold) tell({ type: 'failed', code: error.code, detail: `${error.message}.` });
      else {
        const detail = String(error instanceof Error ? error.stack : error);
        tell({ type: 'failed', code: 'internal-error', detail });
      }
    })
    .finally(() => {
      process.disconnect();
    });
});
// Whoever asked for it is gone.
process.once('disconnect', () => process.exit());
