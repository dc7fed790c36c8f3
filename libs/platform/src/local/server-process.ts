import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { type Socket } from 'node:net';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/** A log bigger than this is set aside when its server starts. */
const LOG_LIMIT_BYTES = 10_000_000;

/** How to start a server. */
export interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes, appended. */
  readonly logFile: string;
  /** What the shell should do to the server, whose number is `$1`, should this process die without stopping it. */
  readonly afterOurDeath: string;
  /** Only root may set these. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** A server that runs apart from us, in its own process group. */
export interface ServerProcess {
  readonly who: ProcessIdentity;
  isRunning(): boolean;
  /** What it has written to its log since it started, the last 4 kB of it. */
  output(): string;
  /** To be called once it has been stopped, so that nothing is done to whoever gets its number next. */
  forget(): void;
}

/**
 * Starts a server in a session of its own: a Ctrl-C in the terminal, which goes to every process of ours at once,
 * must not take Postgres away from roles that still have work to finish. What would then leave it running for
 * ever, our own death by SIGKILL, is seen by a small shell that holds the other end of a pipe.
 */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  setAsideLongLog(command.logFile);
  const log = openSync(command.logFile, 'a', 0o644);
  try {
    const logStart = statSync(command.logFile).size;
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...command.owner,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const pid = child.pid ?? 0;
    // A server that ended at once has no birth any more; it is then simply never running.
    const who = identify(pid) ?? { pid, birth: 'ended' };
    const dismiss = afterOurDeath(command.afterOurDeath, [String(pid)]);
    child.once('exit', dismiss);
    return {
      who,
      isRunning: () => isRunning(who),
      output: () => tail(command.logFile, logStart),
      forget: dismiss,
    };
  } finally {
    closeSync(log);
  }
}

/**
 * Has `/bin/sh` run `script` with `args` as `$1`, `$2`… once this process has ended in any way at all, SIGKILL
 * included, unless the returned function is called first. It costs one sleeping shell and holds nothing open.
 */
export function afterOurDeath(script: string, args: readonly string[]): () => void {
  const shell = spawn('/bin/sh', ['-c', `read _; ${script}`, 'sh', ...args], {
    detached: true,
    // Nothing is ever written; the shell reads the end of this pipe when the one process that holds it is gone: us.
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // No shell, no guard: the next start heals what this one leaves behind.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as Socket).unref();
  let dismissed = false;
  return () => {
    if (dismissed || shell.pid === undefined) return;
    dismissed = true;
    try {
      process.kill(-shell.pid, 'SIGKILL');
    } catch {
      // Ended by itself.
    }
  };
}

function setAsideLongLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.old`);
}

function tail(logFile: string, from: number): string {
  const file = openSync(logFile, 'r');
  try {
    const { size } = statSync(logFile);
    const start = Math.max(from, size - 4096);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const read = readSync(file, buffer, 0, buffer.length, start);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(file);
  }
}
