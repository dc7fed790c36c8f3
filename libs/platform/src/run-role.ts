import { setTimeout as sleep } from 'node:timers/promises';

/** By then what is under way is done, or it is done again by whoever takes over. */
const DRAIN_MS = 9_000;

/** Where a role tells what it does. */
export interface RoleLog {
  log(sentence: string): void;
  error(sentence: string): void;
}

/**
 * Runs a role as this process's program: starts it, and at SIGTERM or SIGINT lets it finish what is under way, for nine
 * seconds at most. The exit code is 0 for a clean end; a start that fails is told in one sentence.
 *
 * @param name as it begins a sentence: "The relay".
 */
export async function runRole(
  name: string,
  log: RoleLog,
  start: () => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  try {
    const role = await start();
    const end = (signal: string): void => {
      log.log(`${signal}: finishing what is under way`);
      Promise.race([role.stop(), tooLate()]).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error(`${name} did not end cleanly: ${String(error)}`);
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
  } catch (error) {
    process.stderr.write(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function tooLate(): Promise<never> {
  await sleep(DRAIN_MS);
  throw new Error(`it was not done in ${DRAIN_MS / 1_000} s`);
}
