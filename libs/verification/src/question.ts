import type { Trust } from './trust.ts';

/** Positions, the first and the last of them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a verification is to find out. */
export interface Question {
  readonly trust: Trust;
  /** An older checkpoint, as a signed note, that the log must continue. */
  readonly since?: string | undefined;
  /** Only these positions; all where it is left out. */
  readonly only?: Span | undefined;
  /** Hears now and then how many leaves are done, of how many. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** Positions in words. */
export const spanInWords = ({ from, to }: Span): string =>
  from === to ? `position ${from}` : `positions ${from}–${to}`;
