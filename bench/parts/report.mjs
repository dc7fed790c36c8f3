import { fork } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { now } from '../clock.mjs';
import { fillLedger } from '../log-filling.mjs';
import { memoryOf } from '../roles.mjs';

const FORMATS = ['json', 'html', 'csv', 'pdf'];
const LOOK_EVERY_MS = 100;

/**
 * An audit report of a whole ledger in each format, in the process in which the api has it made; of a smaller one where
 * the time is not left, as beside all other parts.
 */
export async function measureReports(bench) {
  const { events: most, fewer, seconds, perStream } = bench.sizes.report;
  const events = bench.secondsLeft() < seconds ? fewer : most;
  const { REPORT_LIMITS } = await import('../../dist/apps/api/src/reports/reports.js');
  const ledger = await bench.servers.newLedger('bench_report');
  await fillLedger(ledger.url, { events, perStream, name: 'report' });
  for (const format of FORMATS) {
    bench.say(`report: ${format}, of ${events} events`);
    const folder = join(bench.servers.folder, `report-${format}`);
    await mkdir(folder);
    const start = now();
    const made = await make({
      databaseUrl: ledger.urls.api,
      of: {
        ...{ ledger: 'urn:uuid:00000000-0000-7000-8000-000000000000', scope: 'ledger' },
        ...{ validAt: '2025-12-31', position: events, documents: [] },
      },
      format,
      hasThreads: events >= REPORT_LIMITS.threadsFrom,
      folder,
      file: join(folder, 'report'),
    });
    bench.figures.add(`report.${format}`, 's', [(now() - start) / 1_000]);
    bench.figures.add(`report.${format}-memory`, 'MiB', [made.megabytes]);
    const { size } = await stat(join(folder, 'report'));
    bench.figures.add(`report.${format}-size`, 'MB', [size / 1e6]);
    await rm(folder, { recursive: true });
  }
  bench.notes.push(
    `report: of everything, ${events.toLocaleString('en')} events of ${Math.ceil(events / perStream).toLocaleString('en')} commitments.`,
  );
  await ledger.drop();
}

/** @returns {Promise<{megabytes: number}>} the most memory that the process has held */
async function make(task) {
  const { reportProgram } = await import('../../dist/apps/api/src/reports/report-process.js');
  return new Promise((resolve, reject) => {
    const child = fork(reportProgram.file, [], {
      execArgv: [...reportProgram.execArgv],
      env: reportProgram.env,
    });
    let highest = 0;
    const timer = setInterval(async () => {
      const held = (await memoryOf(child.pid)).highest;
      // Of a process that is ending it is no number.
      if (held > highest) highest = held;
    }, LOOK_EVERY_MS);
    let last;
    child.on('message', (told) => {
      if (told.type !== 'progress') last = told;
    });
    child.once('close', () => {
      clearInterval(timer);
      if (last?.type === 'written') resolve({ megabytes: highest });
      else reject(new Error(`no report was made: ${last?.detail ?? 'the process ended'}`));
    });
    child.send(task);
  });
}
