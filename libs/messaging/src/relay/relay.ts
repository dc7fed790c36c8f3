import { sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { takeLeadership } from './leadership.ts';
import { type RelayOptions, type RelayStatus } from './relay-options.ts';
import { claimEpoch, EpochLost } from './relay-state.ts';
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
export function runRelay(options: RelayOptions): Relay {
  const stop = new AbortController();
  let status: RelayStatus = { leading: false, epoch: 0, generation: 0, position: 0, head: 0 };
  const report = (changed: Partial<RelayStatus>): void => {
    status = { ...status, ...changed };
  };
  const ended = standAndServe(options, report, stop.signal);
  return {
    status: () => status,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

async function standAndServe(
  options: RelayOptions,
  report: (changed: Partial<RelayStatus>) => void,
  signal: AbortSignal,
): Promise<void> {
  const { databaseUrl, log } = options;
  for (let failures = 0; !signal.aborted; failures++) {
    const leadership = await takeLeadership(databaseUrl, log, signal);
    if (!leadership) return;
    try {
      const { epoch } = await claimEpoch(leadership.sql);
      report({ leading: true, epoch });
      log.log(`Leading, in epoch ${epoch}`);
      failures = 0;
      await serveTerm({ ...options, leadership, epoch, report }, AbortSignal.any([signal, leadership.lost]));
      if (!isOver(signal)) log.warn('The relay has lost its database session, and with it the lead');
    } catch (error) {
      const because =
        error instanceof EpochLost ? error.message : `The relay stopped leading: ${sentence(error)}`;
      log.warn(because);
    } finally {
      report({ leading: false });
      await leadership.release();
    }
    await pause(backoffMs(failures), signal);
  }
}
