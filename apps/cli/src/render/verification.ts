import { CHECKS, type Verification } from '#libs/verification';
import type { Paint } from '../terminal.ts';

/** What a verification came to: what is good, what is not, and what the reader has to know. */
export function renderVerification(
  { checked, faults, faultCount, notes }: Verification,
  paint: Pick<Paint, 'green' | 'red' | 'yellow'>,
): string {
  const lines = CHECKS.flatMap((check) => [
    ...checked
      .filter((each) => each.check === check)
      .map(({ found }) => row(paint.green('good'), check, found)),
    ...faults
      .filter((each) => each.check === check)
      .map(({ position, fault }) =>
        row(paint.red('BAD '), check, position === undefined ? fault : `position ${position}: ${fault}`),
      ),
  ]);
  const more = faultCount - faults.length;
  return [
    ...lines,
    ...(more > 0 ? [`and ${more} more faults`] : []),
    ...notes.map((note) => row(paint.yellow('note'), '', note)),
  ].join('\n');
}

const row = (mark: string, check: string, text: string): string => `${mark}  ${check.padEnd(10)}  ${text}`;
