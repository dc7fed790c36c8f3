import { type TailLimits } from './tail.ts';

/** How much of everything streams may use. */
export interface StreamLimits {
  /** Clients at most, of one process. */
  readonly clients: number;
  /** Clients at most of one key, or of one address where there is no key. */
  readonly clientsPerCaller: number;
  /** Bytes that may wait for a client to read them; one message may go beyond. */
  readonly bufferBytes: number;
  /** A client that reads nothing for so long while something waits for it is cut. */
  readonly stalledMs: number;
  /** So long a client that is cut has to read why. */
  readonly farewellMs: number;
  /** A client that gets nothing else for so long gets a comment: proxies close what is silent. */
  readonly heartbeatMs: number;
  /** How often it is looked who reads and who was told nothing for long. */
  readonly tickMs: number;
  /** Whether a key still opens the ledger is looked at so often. */
  readonly recheckMs: number;
  /** What a client is told to wait before it comes again, and as much again at random, so that not all come at once. */
  readonly retryMs: number;
  /** Pages read from the database at once, for all clients that are behind. */
  readonly pagesAtOnce: number;
  /** Entries of such a page. */
  readonly pageEntries: number;
  readonly tail: TailLimits;
}

/**
 * The 15 seconds of the heartbeat are what WHATWG HTML §9.2.7 advises. Of what a client has not read, the operating
 * systems on both sides hold some megabytes more.
 */
export const STREAM_LIMITS: StreamLimits = {
  clients: 2_000,
  clientsPerCaller: 200,
  bufferBytes: 128 * 1024,
  stalledMs: 30_000,
  farewellMs: 5_000,
  heartbeatMs: 15_000,
  tickMs: 1_000,
  recheckMs: 15_000,
  retryMs: 1_000,
  pagesAtOnce: 4,
  pageEntries: 200,
  tail: { entries: 10_000, bytes: 16 * 1024 * 1024 },
};
