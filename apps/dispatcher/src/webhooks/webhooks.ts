import { type EventStore } from '#libs/event-store';
import {
  backoffMs,
  isOver,
  type Log,
  pause,
  type Post,
  sentence,
  type Session,
  takeLeadership,
} from '#libs/messaging';
import { type AddressRules } from '#libs/subscriptions';
import { type Pool } from 'pg';
import { openPostbox } from './post.ts';
import { resolveByDns, type Resolve } from './resolving.ts';
import { type Live, serveTerm } from './term.ts';
import { WEBHOOK_LIMITS, type WebhookLimits } from './webhook-limits.ts';

/** What it takes to hand over what is subscribed to. */
export interface WebhooksOptions {
  /** As role ledger_dispatcher. */
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly rules: AddressRules;
  readonly log: Log;
  /** How much of everything, where it is not the usual. */
  readonly limits?: Partial<WebhookLimits> | undefined;
  /** How names are looked up; by DNS where nothing is said. */
  readonly resolve?: Resolve | undefined;
  /** Certificates to trust in place of the usual ones, as PEM. */
  readonly trusted?: string | undefined;
}

/** How the handing over stands, for metrics. */
export interface WebhooksStatus {
  /** Whether this is the process that does it. */
  readonly leads: boolean;
  /** Subscriptions that may be sent something. */
  readonly subscriptions: number;
  /** Requests under way. */
  readonly underWay: number;
  /** Attempts since the process began: taken by the address, or not. */
  readonly delivered: number;
  readonly failed: number;
  /** Why it could not go on the last time; undefined where it could. */
  readonly failure: string | undefined;
}

export interface Webhooks {
  status(): WebhooksStatus;
  /** Ends within some seconds; what was under way and is not done then is done again by whoever comes next. */
  stop(): Promise<void>;
}

/** The one dispatcher that hands over. Others stand by: order within a stream is kept by one pair of eyes. */
const POST: Post = {
  lock: 4_711_014,
  applicationName: 'ledger-webhooks',
  title: 'dispatcher',
  does: 'hands over to webhooks',
};

/**
 * Hands over to webhooks what is subscribed to, for as long as it is not stopped. Of any number of processes one does it, and
 * it lives through the absence of the database.
 */
export function runWebhooks(options: WebhooksOptions): Webhooks {
  const { databaseUrl, log, rules, trusted, resolve = resolveByDns } = options;
  const limits = { ...WEBHOOK_LIMITS, ...options.limits };
  const postbox = openPostbox({ rules, resolve, limits, trusted });
  const stop = new AbortController();
  const counts = { delivered: 0, failed: 0 };
  let live: Live | undefined;
  let failure: string | undefined;

  const lead = async (session: Session): Promise<void> => {
    try {
      await serveTerm({ ...options, limits, postbox, session, counts }, stop.signal, (begun) => {
        live = begun;
        failure = undefined;
      });
    } finally {
      live = undefined;
      await session.end();
    }
  };
  const run = async ({ signal }: AbortController): Promise<void> => {
    for (let failures = 0; !isOver(signal);) {
      const session = await takeLeadership(POST, databaseUrl, log, signal);
      if (!session) return;
      try {
        await lead(session);
        failures = 0;
      } catch (error) {
        failure = sentence(error);
        if (failures === 0) log.warn(`Webhooks wait, and are tried again: ${failure}`);
        failures += 1;
      }
      await pause(backoffMs(failures), signal);
    }
  };
  const ended = run(stop).finally(() => {
    postbox.close();
  });
  return {
    status: () => ({
      leads: live !== undefined,
      ...(live?.() ?? { subscriptions: 0, underWay: 0 }),
      ...counts,
      failure,
    }),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
