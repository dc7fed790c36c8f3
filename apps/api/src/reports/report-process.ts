import { projectRoot } from '#libs/platform';
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { type Task, type Told } from './making.ts';

/**
 * The program, with as much memory as a report of any ledger takes, and little more than what is in use: left alone, a heap
 * grows to twice that before it is cleared, and three threads have one each. They keep the cores busy by themselves, so that
 * further threads that clear heaps are in their way.
 */
export const reportProgram = {
  /** Built: neither tests nor development run it from its source. */
  file: join(projectRoot(), 'dist/apps/api/src/reports/make-report.js'),
  // Megabytes, each; what is long is on disk.
  execArgv: [
    '--max-old-space-size=384',
    '--max-semi-space-size=8',
    '--heap-growing-percent=30',
    '--single-threaded-gc',
  ],
  // Nothing of ours is its business but the database, which it is told of. Of glibc's malloc, threads share what they free.
  env: { PATH: process.env['PATH'], TZ: 'UTC', MALLOC_ARENA_MAX: '2' },
} as const;

/** A report that is being made. */
export interface Making {
  /** How it ended: by what it told last, or undefined where it ended without a word. */
  readonly ended: Promise<Exclude<Told, { readonly type: 'progress' }> | undefined>;
  stop(): void;
}

/** Starts the process that makes a report. It ends by itself, also when this one does. */
export function startMaking(
  task: Task,
  onProgress: (told: Told & { readonly type: 'progress' }) => void,
): Making {
  const { file, execArgv, env } = reportProgram;
  const child = fork(file, [], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env,
  });
  yieldToOthers(child);
  let last: Exclude<Told, { readonly type: 'progress' }> | undefined;
  child.on('message', (told: Told) => {
    if (told.type === 'progress') onProgress(told);
    else last = told;
  });
  const ended = new Promise<typeof last>((resolve) => {
    child.once('error', () => {
      resolve(last);
    });
    child.once('close', () => {
      resolve(last);
    });
  });
  child.send(task, () => undefined);
  return { ended, stop: () => child.kill('SIGKILL') };
}

/** Who asks the API comes before who waits for a report. */
function yieldToOthers({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where it may not be so, it is not.
  }
}
