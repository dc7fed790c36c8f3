import { filterKeys, filterMeanings, type FilterKey } from '#libs/subscriptions';
import type { Command } from 'commander';
import { addedTo } from './list-argument.ts';

/** A filter as options give it: each key with one value, or several with commas between them or one after another. */
export type FilterOptions = Readonly<Partial<Record<FilterKey, string>>>;

/** Gives a command an option for each key of the filter language. */
export function withFilterOptions(command: Command): Command {
  for (const key of filterKeys) {
    const { meaning } = filterMeanings[key];
    command.option(`--${key} <values>`, meaning.charAt(0).toLowerCase() + meaning.slice(1), addedTo);
  }
  return command;
}

/** The keys among the options of a command, as the ledger takes them in a query and in a body. */
export const filterIn = (options: FilterOptions): FilterOptions =>
  Object.fromEntries(filterKeys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])));
