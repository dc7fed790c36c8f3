import { type RecordedEvent } from '#libs/domain';

/** Where the relay reads. The event store is one. */
export interface EventSource {
  /** Everything after a position in order of positions, for ever, in pages; ends quietly at the abort. */
  follow(options: {
    readonly after: number;
    readonly batch: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<readonly RecordedEvent[]>;
  /** Where the log ends now. */
  head(): Promise<{ readonly position: number }>;
}
