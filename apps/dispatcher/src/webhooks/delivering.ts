import { type Log } from '#libs/messaging';
import { type Pool } from 'pg';
import { claimSql, dropSql, notVerifiedSql, stopSql, tellAttemptSql, verifiedSql } from './deliveries.sql.ts';
import { type Answer, type Outcome, outcomeOf } from './outcome.ts';
import { type Postbox } from './post.ts';
import { signaturesOf } from './signatures.ts';
import { type Source, type SourceName } from './source.ts';
import { type WebhookLimits } from './webhook-limits.ts';

/** With what deliveries are made. */
export interface Delivering {
  readonly pool: Pool;
  readonly postbox: Postbox;
  readonly sources: Readonly<Record<SourceName, Source>>;
  readonly limits: WebhookLimits;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly chance: () => number;
}

/** What became of one delivery in one go. */
export type Delivered =
  /** It was sent, and this came of it. */
  | {
      readonly outcome: Outcome;
      readonly durationMs: number;
      /** Whether anything else waits in its stream. */
      readonly more: boolean;
    }
  /** It was not sent: it waits no longer, or its subscription wants nothing now, or we end. */
  | 'unsent';

interface Claimed {
  readonly subscription: string;
  readonly what: 'entry' | 'test' | 'challenge';
  readonly number: string | null;
  readonly message_id: string;
  readonly body: string | null;
  readonly attempts: number;
  readonly tried_before: number;
  readonly url: string;
  readonly of: SourceName;
  readonly status: 'unverified' | 'active' | 'paused' | 'stopped';
  readonly challenge: string | null;
  readonly secrets: readonly string[];
}

/**
 * Attempts one delivery and tells what came of it. What is to be sent, where, and by which secrets it is signed is read anew
 * for each attempt, so that a pause, a deletion or a new secret counts from the next one on. Between the attempt and the
 * telling of it the process may end: then it is attempted again, and the receiver deduplicates by its id.
 */
export async function deliver(delivering: Delivering, id: string, signal: AbortSignal): Promise<Delivered> {
  const { pool, postbox, limits, chance } = delivering;
  const { rows } = await pool.query<Claimed>({ name: 'claim-delivery', text: claimSql, values: [id] });
  const [claimed] = rows;
  if (!claimed) return 'unsent';
  if (claimed.what === 'challenge' && !isAwaited(claimed)) {
    await pool.query(dropSql, [id]);
    return 'unsent';
  }
  if (claimed.what !== 'challenge' && claimed.status !== 'active') return 'unsent';
  const body = claimed.body ?? (await entryBody(delivering, claimed));
  const at = new Date();
  const begun = performance.now();
  const headers = headersOf(claimed, body, at);
  const answer = await postbox.post({ url: claimed.url, headers, body }, signal);
  const durationMs = Math.round(performance.now() - begun);
  if (signal.aborted && 'fault' in answer) return 'unsent';
  const attempt = claimed.attempts - claimed.tried_before + 1;
  const outcome = outcomeOf(answer, { ...claimed, attempt }, limits, chance(), new Date());
  const more = await tell(delivering, id, claimed, { answer, outcome, at, durationMs });
  return { outcome, durationMs, more };
}

/** Whether it is the newest challenge of an address that has not agreed yet. */
function isAwaited({ status, challenge, body }: Claimed): boolean {
  return status === 'unverified' && challenge !== null && (body ?? '').includes(challenge);
}

async function entryBody({ sources }: Delivering, { of, number }: Claimed): Promise<string> {
  const body = await sources[of].body(Number(number));
  if (body === undefined) throw new Error(`there is no ${of} numbered ${String(number)}`);
  return body;
}

const POSITIONS: Readonly<Record<SourceName, string>> = {
  events: 'ledger-position',
  changes: 'ledger-number',
};

/** Standard Webhooks 1.0, and where the entry stands; see webhooks of /openapi.json. */
function headersOf(claimed: Claimed, body: string, at: Date): Readonly<Record<string, string>> {
  const { what, of, number, message_id: messageId, attempts, secrets } = claimed;
  const timestamp = Math.floor(at.getTime() / 1_000);
  return {
    'content-type': what === 'challenge' ? 'application/json' : 'application/cloudevents+json',
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signaturesOf({ messageId, timestamp, body }, secrets),
    'ledger-attempt': String(attempts + 1),
    ...(number !== null && { [POSITIONS[of]]: number }),
  };
}

interface Told {
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly at: Date;
  readonly durationMs: number;
}

async function tell(
  { pool, log }: Delivering,
  id: string,
  { subscription, what, challenge, url }: Claimed,
  { answer, outcome, at, durationMs }: Told,
): Promise<boolean> {
  const error = 'error' in outcome ? outcome.error : null;
  const state = stateAfter(outcome, what);
  const waitMs = outcome.kind === 'retry' ? outcome.afterMs : 0;
  const status = 'status' in answer ? answer.status : null;
  // What changes the subscription goes first: told the other way round, an end in between would leave it as it was for ever.
  if (what === 'challenge' && outcome.kind === 'delivered')
    await pool.query(verifiedSql, [subscription, challenge]);
  else if (outcome.kind === 'gone') await pool.query(stopSql, [subscription, `the address ${outcome.error}`]);
  else if (what === 'challenge') await pool.query(notVerifiedSql, [subscription, challenge, error]);
  const { rows } = await pool.query<{ more: boolean }>({
    name: 'tell-attempt',
    text: tellAttemptSql,
    values: [id, state, waitMs, status, error, at, durationMs],
  });
  if (outcome.kind === 'dead' && what === 'entry')
    log.warn(`A delivery of subscription ${subscription} to ${new URL(url).host} is dead: ${outcome.error}`);
  if (outcome.kind === 'gone')
    log.log(`Subscription ${subscription} is stopped: ${new URL(url).host} answered 410`);
  return rows[0]?.more ?? true;
}

/** What waits for an address that is gone goes on waiting: it may be verified again, and then misses nothing. */
function stateAfter({ kind }: Outcome, what: Claimed['what']): 'waiting' | 'delivered' | 'dead' | 'dropped' {
  switch (kind) {
    case 'delivered':
      return 'delivered';
    case 'retry':
      return 'waiting';
    case 'gone':
      return what === 'entry' ? 'waiting' : 'dropped';
    case 'dead':
      return what === 'challenge' ? 'dropped' : 'dead';
    default:
      throw new Error(kind satisfies never);
  }
}
