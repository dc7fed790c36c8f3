import { dayBounds, standingOn, type Day } from '#libs/domain';

/** A date as it was stated, with the first and last day it can mean. `null` is an open end. */
export interface Dated {
  readonly edtf: string;
  readonly earliest: Day | null;
  readonly latest: Day | null;
}

/** A date with its bounds. */
export const dated = (edtf: string): Dated => ({ edtf, ...dayBounds(edtf) });

/** The bounds as columns hold them, where an open end is an infinite day. */
export function dayColumns(edtf: string): { readonly earliest: string; readonly latest: string } {
  const { earliest, latest } = dayBounds(edtf);
  return { earliest: earliest ?? '-infinity', latest: latest ?? 'infinity' };
}

/** Whether what is dated so had certainly happened by the end of a day; otherwise it may have. */
export const isCertainBy = (day: Day, edtf: string): boolean => standingOn(day, edtf) === 'certain';
