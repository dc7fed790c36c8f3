import type { Command } from 'commander';
import { WrongUsage } from '../problems.ts';

/** The options that say how something is known; every command that records one fact has them. */
export interface TellingOptions {
  readonly source: string;
  readonly anchor?: readonly string[];
  readonly note?: string;
  readonly id?: string;
  readonly saidBy?: string;
  readonly onBehalfOf?: string;
  readonly reporter?: string;
  readonly dryRun?: boolean;
}

/** Adds them. */
export const withTelling = (command: Command): Command =>
  command
    .requiredOption('--source <id>', 'the registered source that says so')
    .option(
      '--anchor <start:end:sha256>',
      'a passage of its document, from ledger anchor; may be repeated',
      collect,
    )
    .option('--note <words>', 'what a reader should know')
    .option('--id <id>', 'its own id; left out, one made of its date or number')
    .option('--said-by <name>', 'whose words they are; left out, the publisher')
    .option('--on-behalf-of <code>', 'the party they speak for; left out, the publisher’s')
    .option(
      '--reporter <side>',
      'committer, beneficiary or third-party; left out, it follows from the source',
    )
    .option('--dry-run', 'check it and record nothing');

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/**
 * The parts of the request body that say how a fact is known.
 *
 * @throws WrongUsage for an anchor that is not in the form `start:end:sha256`.
 */
export function tellingOf(options: TellingOptions): Readonly<Record<string, unknown>> {
  const { source, anchor = [], note, saidBy, onBehalfOf, reporter } = options;
  const attribution = without({ saidBy, onBehalfOf, reporter });
  return without({
    evidence: anchor.length === 0 ? [{ source }] : anchor.map((text) => ({ source, ...passageOf(text) })),
    note,
    attribution: Object.keys(attribution).length === 0 ? undefined : attribution,
  });
}

function passageOf(text: string) {
  const [, start, end, passage] = /^(\d{1,9}):(\d{1,9}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (passage !== undefined) return { start: Number(start), end: Number(end), passage };
  throw new WrongUsage([
    `--anchor ${text} is not an anchor.`,
    'Write it as start:end:sha256, with the numbers that ledger anchor DOCUMENT "words" prints.',
  ]);
}

/** The same without what is undefined. */
export const without = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

/**
 * The id of a fact that was given none, from words that tell it from others of its kind. The same fact told twice so
 * gets the same id and is recorded once; another of that day needs an id of its own.
 */
export const idFrom = (...words: readonly (string | undefined)[]): string =>
  words
    .filter((word) => word !== undefined)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');
