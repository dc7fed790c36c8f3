import type { Command } from 'commander';
import type { Query } from '../client.ts';

export interface AsOfOptions {
  readonly validAt?: string;
  readonly knownAt?: string;
}

/** The two times every question takes (DESIGN §4). */
export const withAsOf = (command: Command): Command =>
  command
    .option('--valid-at <day>', 'what held at the end of that day, by the facts’ own dates (today)')
    .option('--known-at <position|time>', 'by what was recorded up to there (everything)');

/** As the ledger takes them. */
export const asOfQuery = ({ validAt, knownAt }: AsOfOptions): Query => ({ validAt, knownAt });
