/** A text or sequence of bytes that is not in the format it should be in; nothing of it may be relied on. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly code = 'unreadable';
  constructor(
    /** What it should have been, such as "checkpoint". */
    readonly what: string,
    /** What is wrong with it. */
    readonly fault: string,
  ) {
    super(`This is no ${what}: ${fault}`);
  }
}
