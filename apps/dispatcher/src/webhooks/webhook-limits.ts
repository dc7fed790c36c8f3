/** How much of everything webhooks may use. */
export interface WebhookLimits {
  /** Requests under way at most, of all subscriptions together. */
  readonly atOnce: number;
  /** Of these, at most so many for subscriptions whose last attempt failed or was slow. */
  readonly ailingAtOnce: number;
  /** Requests under way to one host and port. */
  readonly atOncePerHost: number;
  /** Requests under way of one subscription: half as many after a failure, one more with each success, up to this. */
  readonly atOncePerSubscription: number;
  /** So long a subscription is sent nothing after a failure when it had one request at a time; then twice as long each time. */
  readonly pauseMs: number;
  /** Up to this. */
  readonly longestPauseMs: number;
  /** Deliveries of one subscription that wait at most; what comes after them stays in the log until some are settled. */
  readonly waiting: number;
  /** Entries that are looked at in one go. */
  readonly pageEntries: number;
  /** Until the address is looked up, reached and, for https, has shown its certificate. */
  readonly connectMs: number;
  /** Until it has answered. */
  readonly answerMs: number;
  /** Bytes of an answer that are read; what goes on after them is cut off. */
  readonly answerBytes: number;
  /** An answer that took longer than this counts as slow. */
  readonly slowMs: number;
  /** The waits between attempts of what stands in the log; when they are used up it is a dead letter. */
  readonly retriesMs: readonly number[];
  /** The same for a challenge and for a test, for which somebody is waiting. */
  readonly shortRetriesMs: readonly number[];
  /** `Retry-After` is heeded up to this. */
  readonly retryAfterMs: number;
  /** How late the dispatcher may be when nobody tells it of anything. */
  readonly pollMs: number;
  /** How often subscriptions are read anew, though nobody told of a change. */
  readonly reloadMs: number;
  /** How often what is old is deleted. */
  readonly tidyMs: number;
  /** How many days what is settled is kept. */
  readonly keptDays: number;
  /** So long a dispatcher that ends lets requests under way finish. */
  readonly graceMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Twenty seconds to answer are what Standard Webhooks advises (15 to 30), and so is a schedule over some days: the waits
 * here come to 73 hours. The first is short, since its stream waits meanwhile: with 5 s, three streams to a target that
 * failed one request in twenty got 8 events a second.
 */
export const WEBHOOK_LIMITS: WebhookLimits = {
  atOnce: 128,
  ailingAtOnce: 48,
  atOncePerHost: 16,
  atOncePerSubscription: 8,
  pauseMs: 250,
  longestPauseMs: 5 * SECOND,
  waiting: 1_000,
  pageEntries: 200,
  connectMs: 10 * SECOND,
  answerMs: 20 * SECOND,
  answerBytes: 16 * 1024,
  slowMs: 5 * SECOND,
  retriesMs: [
    ...[SECOND / 2, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
    ...[1 * HOUR, 3 * HOUR, 6 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR, 20 * HOUR],
  ],
  shortRetriesMs: [2 * SECOND, 10 * SECOND, 1 * MINUTE, 5 * MINUTE],
  retryAfterMs: 1 * HOUR,
  pollMs: 1 * SECOND,
  reloadMs: 10 * SECOND,
  tidyMs: 10 * MINUTE,
  keptDays: 30,
  graceMs: 5 * SECOND,
};
