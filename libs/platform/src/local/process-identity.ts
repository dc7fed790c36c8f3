import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process, told apart from any later one that is given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it was born, as the system counts: opaque, compared for equality only. */
  readonly birth: string;
}

/**
 * Who has this number now, or null when nobody has. A zombie counts as nobody: in a container whose first
 * process reaps no children, a killed server would otherwise seem alive for ever.
 */
export function identify(pid: number): ProcessIdentity | null {
  const birth = process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
  return birth === null ? null : { pid, birth };
}

/** Whether the very process that was identified is still running. */
export function isRunning(who: ProcessIdentity): boolean {
  return identify(who.pid)?.birth === who.birth;
}

/**
 * Whether process `pid` works in `folder` (an absolute real path). On Linux by its working directory, elsewhere
 * by finding the path in its command line. False too when the system will not tell us: then it is not ours.
 */
export function worksIn(pid: number, folder: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder;
    return ps(pid, 'command=').includes(folder);
  } catch {
    return false;
  }
}

/**
 * Sends each signal in turn until the process is gone, waiting `waitMs` after each, and says which one it took:
 * null when it was gone already. Throws when it outlives them all, which nothing survives SIGKILL to do but a
 * process stuck in the kernel.
 */
export async function terminate(
  who: ProcessIdentity,
  steps: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[],
): Promise<NodeJS.Signals | null> {
  if (!isRunning(who)) return null;
  for (const { signal, waitMs } of steps) {
    try {
      process.kill(who.pid, signal);
    } catch {
      // Gone between the look and the signal; the loop below finds so. A process that is not ours to signal
      // stays, and is reported at the end.
    }
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline) {
      if (!isRunning(who)) return signal;
      await pause(20);
    }
  }
  throw new Error(`Process ${who.pid} does not end.`);
}

function birthFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may itself hold brackets and spaces: count fields from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (state === undefined || startTicks === undefined || 'ZX'.includes(state)) return null;
    return `${bootId()}/${startTicks}`;
  } catch {
    return null;
  }
}

/** Ticks are counted from boot, so the boot belongs to a birth. */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function birthFromPs(pid: number): string | null {
  try {
    const line = ps(pid, 'stat=,lstart=');
    return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
}

function ps(pid: number, columns: string): string {
  return execFileSync('ps', ['-p', String(pid), '-o', columns], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  }).trim();
}
