import { type Log } from '#libs/messaging';
import { type Policy, type Signer } from '#libs/transparency';
import { type Memory } from './memory.ts';

/** What somebody has decided who cannot have back what was signed. */
export interface NewLog {
  /** The size of the last checkpoint that is given up, so that the decision is for this once. */
  readonly after: number;
  /** In their own words, kept for ever. */
  readonly because: string;
}

/** What a notary needs to know. */
export interface NotaryOptions {
  /** As role ledger_notary. */
  readonly databaseUrl: string;
  /** Signs under the origin that is its name. */
  readonly signer: Signer;
  /** The key before, which signs too until it is no longer given. */
  readonly previousSigner?: Signer;
  readonly memory: Memory;
  /** The witnesses to be asked, and how many must answer. */
  readonly policy: Policy;
  /** The same, as it was given. */
  readonly policyText: string;
  readonly newLog?: NewLog;
  readonly log: Log;
  /** The least time between two checkpoints, in milliseconds. Default 250. */
  readonly paceMs?: number;
  /** How long to wait before looking again whether a refusal is over, in milliseconds. Default 10,000. */
  readonly lookAgainMs?: number;
  /** How long a witness may take, in milliseconds. Default 5,000. */
  readonly witnessMs?: number;
}

/** How a notary stands, for health and metrics. */
export interface NotaryStatus {
  readonly leading: boolean;
  /** How many events are under a signed checkpoint. */
  readonly signed: number;
  /** How many are under the checkpoint that is published. */
  readonly published: number;
  /** Where the log ended when last looked at; `head - published` is the lag. */
  readonly head: number;
  /** Why it will not sign; undefined while it does. */
  readonly refused: string | undefined;
}
