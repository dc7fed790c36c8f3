import { parseQuantity, quantity, scaleNames, type Quantity } from '#libs/domain';
import { WrongUsage } from '../problems.ts';

const WITHOUT_UNIT = new RegExp(
  String.raw`(?:(?:^|\s)\d[\d_,.]*|${scaleNames.join('|')}` +
    String.raw`|^some|^several|^a few|^(?:a|another|one more) batch|^(?:all|all the|the) (?:remaining|rest))$`,
);

/** Whether a quantity was typed without saying of what. */
export const unitMissing = (typed: string): boolean => WITHOUT_UNIT.test(typed.trim().replace(/\s+/g, ' '));

/**
 * A quantity as typed: `exactly 40`, `over 3 billion USD`, `about 60`, `another batch`, `all remaining`. Without a unit
 * it is in the one that the commitment is measured in.
 *
 * @throws WrongUsage
 */
export function quantityArgument(option: string, typed: string, unit: string | null): Quantity {
  const words = typed.trim();
  const complete = unitMissing(words) && unit !== null ? withUnit(words, unit) : words;
  const parsed = quantity.safeParse(parseQuantity(complete));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const why = parseQuantity(complete) === undefined ? 'is not a quantity' : issue?.message;
  throw new WrongUsage([
    `${option} "${typed}" ${why ?? ''}.`,
    `Write it as "40", "exactly 40 ${unit ?? 'generators'}", "over 3 billion USD", "about 60", "between 50 and 60", "another batch" or "all remaining".`,
  ]);
}

const withUnit = (words: string, unit: string): string =>
  /(?:batch|rest|\d)$/.test(words) ? `${words} of ${unit}` : `${words} ${unit}`;
