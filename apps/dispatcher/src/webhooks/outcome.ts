import { type WebhookLimits } from './webhook-limits.ts';

/** What an address did with a request. */
export type Answer =
  | {
      readonly status: number;
      readonly retryAfter: string | undefined;
      /** The first bytes of what it said, as text. */
      readonly text: string;
    }
  | {
      /** Why there was no answer, in words for the owner of the subscription. */
      readonly fault: string;
      /** Whether the address itself is one that nothing is sent to, so that another attempt is for nothing. */
      readonly isRefused?: boolean;
    };

/** What is to be done after an attempt. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** The address wants nothing any more. */
  | { readonly kind: 'gone'; readonly error: string }
  /** To be tried again, after so many milliseconds. */
  | {
      readonly kind: 'retry';
      readonly error: string;
      readonly afterMs: number;
      /** Whether the address asked for a pause, which then holds for all that is for it. */
      readonly isAsked: boolean;
    }
  /** Its attempts are used up, or another one is for nothing. */
  | { readonly kind: 'dead'; readonly error: string };

/** An attempt: of what, and which. */
export interface Tried {
  readonly what: 'entry' | 'test' | 'challenge';
  /** Which attempt it was, from 1, since it was last replayed. */
  readonly attempt: number;
  /** What the address is to answer, where this is a challenge. */
  readonly challenge: string | null;
}

/** By how much a wait is shortened or stretched at most, so that what failed together does not come again together. */
const JITTER = 0.2;

/**
 * What follows from an answer: 2xx takes it; 410 wants nothing any more; all else is tried again, later each time, until
 * the waits are used up. Of a challenge, which nobody is to be flooded with, an answer that settles the matter is final.
 *
 * @param chance from 0 up to 1, for the jitter.
 * @param now for a `Retry-After` that names a time.
 */
export function outcomeOf(
  answer: Answer,
  tried: Tried,
  limits: Pick<WebhookLimits, 'retriesMs' | 'shortRetriesMs' | 'retryAfterMs'>,
  chance: number,
  now: Date,
): Outcome {
  const error = errorOf(answer, tried);
  if (error === undefined) return { kind: 'delivered' };
  const status = 'status' in answer ? answer.status : undefined;
  if (status === 410) return { kind: 'gone', error };
  if (tried.what === 'challenge' && isFinal(answer)) return { kind: 'dead', error };
  const waits = tried.what === 'entry' ? limits.retriesMs : limits.shortRetriesMs;
  const wait = waits[tried.attempt - 1];
  if (wait === undefined) return { kind: 'dead', error };
  const askedMs = Math.min(limits.retryAfterMs, askedOf(answer, now));
  const afterMs = Math.max(askedMs, Math.round(wait * (1 - JITTER + 2 * JITTER * chance)));
  return { kind: 'retry', error, afterMs, isAsked: askedMs > 0 };
}

function errorOf(answer: Answer, { what, challenge }: Tried): string | undefined {
  if ('fault' in answer) return answer.fault;
  const { status } = answer;
  if (status >= 300 && status < 400) return `answered ${status}; redirects are not followed`;
  if (status < 200 || status >= 300) return `answered ${status}`;
  if (what !== 'challenge' || isEchoed(answer, challenge)) return undefined;
  return `answered ${status}, and not with the challenge`;
}

/** Whether an answer says what another attempt would say as well: nothing that passes, such as a server just starting. */
function isFinal(answer: Answer): boolean {
  if ('fault' in answer) return answer.isRefused === true;
  return answer.status < 500 && answer.status !== 429 && answer.status !== 408;
}

/** A challenge is met by its text alone, or in JSON; see webhooks of /openapi.json. */
function isEchoed({ text }: { readonly text: string }, challenge: string | null): boolean {
  if (challenge === null) return false;
  if (text.trim() === challenge) return true;
  try {
    return (JSON.parse(text) as { challenge?: unknown } | null)?.challenge === challenge;
  } catch {
    return false;
  }
}

/** How long the address asks to be left alone, in milliseconds: RFC 9110 §10.2.3, of 429 and 503 alone. */
function askedOf(answer: Answer, now: Date): number {
  if ('fault' in answer || (answer.status !== 429 && answer.status !== 503)) return 0;
  const { retryAfter = '' } = answer;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const time = Date.parse(retryAfter);
  return Number.isNaN(time) ? 0 : Math.max(0, time - now.getTime());
}
