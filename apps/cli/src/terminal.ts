import pc from 'picocolors';
import type { Output, Surroundings } from './surroundings.ts';

export type Paint = ReturnType<typeof pc.createColors>;

/** Where a command prints: answers on `out`, everything about them on `err`. */
export interface Terminal {
  /** One or more lines of the answer. */
  print(text: string): void;
  /** One or more lines about it: progress, hints, problems. */
  tell(text: string): void;
  /** Characters to a line of the answer; no limit where it goes into a pipe or a file, so that lines stay whole. */
  readonly width: number;
  readonly paint: Paint;
  readonly paintErr: Paint;
  /** Shows that something is under way once it takes longer than {@link SHOW_AFTER_MS}. */
  progress<T>(title: string, work: (retitle: (title: string) => void) => Promise<T>): Promise<T>;
}

/** What takes longer than this is shown to be under way. */
export const SHOW_AFTER_MS = 1500;

/** The terminal for these surroundings; `--no-color` is `color: false`. */
export function terminalFor(
  { env, stdout, stderr }: Surroundings,
  { color }: { readonly color?: boolean } = {},
): Terminal {
  const width = Number(env['COLUMNS']) || (stdout.isTTY ? (stdout.columns ?? 80) : Infinity);
  return {
    print: (text) => {
      stdout.write(`${text}\n`);
    },
    tell: (text) => {
      stderr.write(`${text}\n`);
    },
    width,
    paint: pc.createColors(color !== false && isColoured(stdout, env)),
    paintErr: pc.createColors(color !== false && isColoured(stderr, env)),
    progress: (title, work) => showProgress(stderr, title, work),
  };
}

/** Colours on a terminal only; NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) overrule. */
function isColoured({ isTTY }: Output, env: Surroundings['env']): boolean {
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTTY === true && env['TERM'] !== 'dumb';
}

async function showProgress<T>(
  output: Output,
  title: string,
  work: (retitle: (title: string) => void) => Promise<T>,
): Promise<T> {
  const start = Date.now();
  let shown = '';
  let current = title;
  const show = (): void => {
    if (Date.now() - start < SHOW_AFTER_MS) return;
    if (output.isTTY) {
      output.write(`\r\u001B[K${current} … ${Math.round((Date.now() - start) / 1000)} s`);
      shown = current;
    } else if (shown !== current) {
      output.write(`${current} …\n`);
      shown = current;
    }
  };
  const timer = setInterval(show, 250);
  try {
    return await work((next) => {
      current = next;
    });
  } finally {
    clearInterval(timer);
    if (output.isTTY && shown !== '') output.write('\r\u001B[K');
  }
}
