import { WrongUsage } from '../problems.ts';

/** Where something begins that has numbers: after one, or at the very beginning. */
export interface StartOptions {
  readonly after?: string;
  readonly fromStart?: boolean;
}

/**
 * The number after which to begin; undefined for with what comes next.
 *
 * @throws WrongUsage for what is no number, or two of them.
 */
export function startOf({ after, fromStart }: StartOptions): number | undefined {
  if (after !== undefined && fromStart) {
    throw new WrongUsage(['--after and --from-start say different things.', 'Leave one of them out.']);
  }
  if (fromStart) return 0;
  if (after === undefined || /^\d{1,15}$/.test(after)) return after === undefined ? undefined : Number(after);
  throw new WrongUsage([`--after takes a position, such as 57, not ${JSON.stringify(after)}.`]);
}
