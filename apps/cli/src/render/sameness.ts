import type { CommitmentSheet, Sameness } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { hang } from './text-width.ts';
import { intervalInWords } from './words.ts';

/** What may be one and the same thing, each pair with what was decided, by whom and why. */
export const samenesses = (
  { sameness }: Pick<CommitmentSheet, 'sameness'>,
  { width }: Pick<Terminal, 'width'>,
): readonly string[] => sameness.map((each) => samenessLine(each, width));

function samenessLine(seen: Sameness, width: number): string {
  const { of, with: other, state } = seen;
  const { by, reason } = seen.decision ?? seen;
  const date = (seen.decision?.decided ?? seen.proposed)?.edtf ?? '';
  return hang(`  ${date}  `, `${of} and ${other}: ${state}${amounts(seen)} – ${by}: ${reason}`, width);
}

function amounts({ state, ifOne, ifTwo, unit }: Sameness): string {
  if (!ifOne || !ifTwo || unit === null) return '';
  const [one, two] = [intervalInWords(ifOne), intervalInWords(ifTwo)];
  if (state === 'confirmed') return `, ${one} ${unit}`;
  return state === 'rejected' ? `, ${two} ${unit}` : `, ${one} ${unit} if one, ${two} if two`;
}
