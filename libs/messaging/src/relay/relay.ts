import { toMessage } from '../envelope.ts';
import { type Log, sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { inTurn } from '../session.ts';
import { type Post, RELAY_POST, takeLeadership } from './leadership.ts';
import { type Lead, type RelayOptions, type RelayStatus } from './relay-options.ts';
import { claimEpoch, EpochLost, type StateTable } from './relay-state.ts';
import { serveTerm } from './term.ts';

/** A relay at work. */
export interface Relay {
  status(): RelayStatus;
  /** Lets what is being sent arrive and be written down, then gives up the lead. */
  stop(): Promise<void>;
}

/**
 * Publishes the log into the topic in order of positions, at least once, and again from the first event when the topic
 * has been lost. Of any number of relays on one database one works; the others wait to take over. It lives through the
 * absence of the database and of the brokers, for as long as that lasts.
 */
export const runRelay = (options: RelayOptions): Relay =>
  keepLeading(options, (lead, signal) => serveTerm({ ...options, ...lead, toMessage }, signal));

/** What a process is to lead in: the publishing of events, unless said otherwise. */
export interface Leading {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly post?: Post;
  readonly table?: StateTable;
}

/** Stands by until this process leads, serves while it does, and again. */
export function keepLeading(
  { databaseUrl, log, post = RELAY_POST, table = 'ledger.relay_state' }: Leading,
  serve: (lead: Lead, signal: AbortSignal) => Promise<void>,
): Relay {
  const stop = new AbortController();
  let status: RelayStatus = { leading: false, epoch: 0, generation: 0, position: 0, head: 0 };
  const report = (changed: Partial<RelayStatus>): void => {
    status = { ...status, ...changed };
  };

  const run = async ({ signal }: AbortController): Promise<void> => {
    for (let failures = 0; !isOver(signal); failures++) {
      const session = await takeLeadership(post, databaseUrl, log, signal);
      if (!session) return;
      try {
        const { client } = session;
        const sql = inTurn(client);
        const { epoch } = await claimEpoch(sql, table);
        report({ leading: true, epoch });
        log.log(`Leading, in epoch ${epoch}`);
        failures = 0;
        await serve({ sql, client, epoch, table, report }, AbortSignal.any([signal, session.lost]));
        if (!isOver(signal))
          log.warn(`The ${post.title} has lost its database session, and with it the lead`);
      } catch (error) {
        log.warn(
          error instanceof EpochLost
            ? error.message
            : `The ${post.title} stopped leading: ${sentence(error)}`,
        );
      } finally {
        report({ leading: false });
        await session.end();
      }
      await pause(backoffMs(failures), signal);
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
