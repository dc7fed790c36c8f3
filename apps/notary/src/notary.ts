import { backoffMs, isOver, pause, sentence, takeLeadership } from '#libs/messaging';
import { lead } from './lead.ts';
import { type NotaryOptions, type NotaryStatus } from './notary-options.ts';
import { Refused } from './refused.ts';

/** A notary at work. */
export interface Notary {
  status(): NotaryStatus;
  /** Finishes the checkpoint under way. */
  stop(): Promise<void>;
}

const POST = { lock: 4_711_030, applicationName: 'ledger-notary', title: 'notary', does: 'seals the log' };
const LOOK_AGAIN_MS = 10_000;

/**
 * Seals what is recorded: takes it in the order of positions into the Merkle tree, and signs a checkpoint within a second.
 * Of several notaries one leads. It lives through the absence of the database and of witnesses; where what is stored does
 * not continue what was signed it makes the ledger read-only, says why, and looks again from time to time.
 */
export function runNotary(options: NotaryOptions): Notary {
  const { databaseUrl, log, lookAgainMs = LOOK_AGAIN_MS } = options;
  const stop = new AbortController();
  let status: NotaryStatus = { leading: false, signed: 0, published: 0, head: 0, refused: undefined };
  const report = (changed: Partial<NotaryStatus>): void => {
    status = { ...status, ...changed };
  };
  const fail = (error: unknown): number => {
    if (error instanceof Refused) {
      if (error.message !== status.refused) log.error(`The ledger is read-only. ${error.message}`);
      report({ refused: error.message });
      return lookAgainMs;
    }
    if (!isOver(stop.signal)) log.warn(`The notary stopped, and takes it up again: ${sentence(error)}`);
    return 0;
  };

  const run = async ({ signal }: AbortController): Promise<void> => {
    for (let failures = 0; !isOver(signal); failures++) {
      const session = await takeLeadership(POST, databaseUrl, log, signal);
      if (!session) return;
      report({ leading: true });
      const onResumed = (): void => {
        failures = 0;
      };
      const waitMs = await lead({
        ...{ session, options, report, onResumed },
        signal: AbortSignal.any([signal, session.lost]),
      }).then(() => 0, fail);
      report({ leading: false });
      await session.end();
      await pause(Math.max(waitMs, backoffMs(failures)), signal);
    }
  };
  const ended = run(stop);
  return {
    status: () => status,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
