import { type Bookmarks } from './bookmarks.ts';
import { type OffsetMessage } from './sift.ts';

/** How a feed stays in step with whoever takes its messages. */
export interface Pace {
  /** Whether the messages are not wanted any more: told to stop, or sent elsewhere. */
  isOver(): boolean;
  /** Says that the taker is alive; may throw, and then the feed ends. */
  beat(): Promise<void>;
}

/** Takes messages of one partition as far as it can get; afterwards the bookmark says where to go on. */
export type Take = (partition: number, messages: readonly OffsetMessage[], pace: Pace) => Promise<void>;

/** Where messages come from: a topic, or where there is no broker the log itself. */
export interface Feed {
  /** For people. */
  readonly name: string;
  /** Whether there is anything to read from yet. */
  isThere(): Promise<boolean>;
  /**
   * Gives messages to `take`, each partition's in order from where its bookmark stands, until the abort.
   *
   * @throws what has ended it before; it may be run again.
   */
  run(bookmarks: Bookmarks, take: Take, signal: AbortSignal): Promise<void>;
  /** Removes what it leaves behind where it read; for one that is not to be opened again under its name. */
  forget(): Promise<void>;
}

/**
 * At most so many messages are folded in one transaction. What kafkajs fetches of a partition at once, 1 MB, is about 650
 * of them; cut at 500, every second step was small.
 */
export const STEP_MESSAGES = 1_000;
