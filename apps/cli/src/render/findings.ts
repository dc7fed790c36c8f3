import type { RecordText } from '#libs/interchange';
import type { Finding, Receipt } from '../answers.ts';
import type { Paint } from '../terminal.ts';

/** The findings worth telling of a recording: those of what was recorded before were told then. */
export const newFindings = ({
  outcome,
  findings,
}: Pick<Receipt, 'outcome' | 'findings'>): readonly Finding[] => (outcome === 'unchanged' ? [] : findings);

/**
 * What the linter has to say of one fact, each finding on a line: `code  pointer  message — remedy`. The reasons are
 * left to `ledger lint` and docs/lint.md.
 */
export const renderFindings = (
  findings: readonly Finding[],
  { yellow, dim }: Pick<Paint, 'yellow' | 'dim'>,
): readonly string[] =>
  findings.map(({ code, pointer, message, remedy }) =>
    [yellow(code), pointer, message + dim(` — ${remedy}`)].filter((part) => part !== '').join('  '),
  );

/** The same of a record file, as compilers print them and in order of the file, with whom each is about. */
export function renderPlacedFindings(
  file: string,
  findings: readonly Finding[],
  { locate }: Pick<RecordText, 'locate'>,
  { yellow, dim }: Pick<Paint, 'yellow' | 'dim'>,
): readonly string[] {
  return findings
    .map((finding) => ({ ...finding, place: finding.pointer === '' ? undefined : locate(finding.pointer) }))
    .sort(
      ({ place: left }, { place: right }) =>
        (left?.line ?? Infinity) - (right?.line ?? Infinity) || (left?.column ?? 0) - (right?.column ?? 0),
    )
    .map(({ place, pointer, code, fact, message, remedy }) => {
      const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
      const who = fact === null ? '' : `${fact}: `;
      return [where, pointer, yellow(code), who + message + dim(` — ${remedy}`)]
        .filter((part) => part !== '')
        .join('  ');
    });
}
