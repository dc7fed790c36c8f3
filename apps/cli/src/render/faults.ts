import type { Colour } from './table.ts';

/** One thing wrong with a record file: where in the file, where in the value, what, and what to do about it. */
export interface PlacedFault {
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly pointer: string;
  readonly fault: string;
  readonly remedy: string | undefined;
}

/** Faults as compilers print them, each on a line: `file:line:column  pointer  fault — remedy`, in order of the file. */
export function renderFaults(file: string, faults: readonly PlacedFault[], dim: Colour): readonly string[] {
  return [...faults]
    .sort((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0))
    .map(({ line, column, pointer, fault, remedy }) => {
      const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
      return [place, pointer, `${fault}${remedy === undefined ? '' : dim(` — ${remedy}`)}`]
        .filter((part) => part !== '')
        .join('  ');
    });
}
