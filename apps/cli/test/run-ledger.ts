import { runLedger } from '../src/program.ts';

/** What a run of the command left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Where given, output goes to a terminal of so many columns. */
  readonly columns?: number;
  /** Called with each piece of output; calling `interrupt` is Ctrl-C. */
  readonly onOutput?: (out: string, interrupt: () => void) => void;
}

/** Runs one command line in this process, in surroundings of its own: nothing of ours leaks in. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, cwd = '/', stdin = '', columns, onOutput = () => undefined } = options;
  let out = '';
  let err = '';
  let interrupted: () => void = () => undefined;
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const code = await runLedger(args, {
    env,
    cwd,
    stdin: bytesOf(stdin),
    stdout: {
      ...terminal,
      write: (text) => {
        out += text;
        onOutput(out, () => {
          interrupted();
        });
      },
    },
    stderr: {
      ...terminal,
      write: (text) => {
        err += text;
      },
    },
    onInterrupt: (act) => {
      interrupted = act;
      return () => {
        interrupted = () => undefined;
      };
    },
  });
  return { code, out, err };
}

// eslint-disable-next-line @typescript-eslint/require-await -- it stands for a stream
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
