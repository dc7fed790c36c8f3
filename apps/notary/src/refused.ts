/** Why the notary will not sign, in one word. */
export type RefusalCode =
  | 'rolled-back'
  | 'history-differs'
  | 'event-altered'
  | 'tiles-differ'
  | 'memory-lost'
  | 'not-ours'
  | 'witness-ahead';

/**
 * What is stored does not continue what was signed: nothing more is signed, and the ledger is to be read-only. The message
 * is for whoever runs the ledger: what was found, and what to do.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly code: RefusalCode,
    /** In sentences. */
    found: string,
    /** In sentences. */
    remedy: string,
    /** How much was signed that somebody may decide to give up; undefined where nothing is lost yet. */
    readonly signedSize?: number,
  ) {
    const anew =
      signedSize === undefined
        ? ''
        : ` If it is lost for good, begin a new log, which says so for ever: start the notary with NOTARY_NEW_LOG="${signedSize} WHY".`;
    super(`${found} ${remedy}${anew} (${code}, docs/log.md)`);
  }
}
