import { runLedger } from './program.ts';

/** Runs `ledger` as a process, and leaves the exit code behind. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // `| head` has read enough and closed the pipe: there is nobody left to tell anything.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  process.exitCode = await runLedger(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    onInterrupt: (act) => {
      process.once('SIGINT', act).once('SIGTERM', act);
      return () => {
        process.off('SIGINT', act).off('SIGTERM', act);
      };
    },
  });
}
