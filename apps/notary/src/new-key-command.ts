import { formatVerifierKey, newSignerKey, parseSignerKey, Unreadable } from '#libs/transparency';

/** Somewhere that text goes. */
interface Writable {
  write(text: string): unknown;
}

/**
 * `notary new-key ORIGIN`: a new signing key on stdout, to be kept in a file, and its verifier key on stderr, to be told to
 * everybody.
 *
 * @returns the exit code: 0, or 2 for wrong use.
 */
export function newKeyCommand(args: readonly string[], stdout: Writable, stderr: Writable): number {
  const [origin, ...more] = args;
  if (origin === undefined || more.length > 0) {
    stderr.write('notary new-key takes the name of the log, such as ledger.example.org/log.\n');
    return 2;
  }
  try {
    const key = newSignerKey(origin);
    stdout.write(`${key}\n`);
    stderr.write(
      `Verifier key: ${formatVerifierKey(parseSignerKey(key).verifier)}\nKeep the file at mode 600.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    stderr.write(`${JSON.stringify(origin)} is no name for a log: ${error.fault}.\n`);
    return 2;
  }
}
