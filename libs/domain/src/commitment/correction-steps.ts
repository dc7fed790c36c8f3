import { isCorrection, lastWords } from '../correction/in-force.ts';
import { factId } from '../ledger-event.ts';
import type { Step } from './assessment.ts';
import type { Known } from './known.ts';

/** Each correction in force that is applied to what the answer rests on, whatever day is asked about. */
export function correctionSteps({ recorded }: Known): readonly Step[] {
  const corrections = new Set(recorded.filter(isCorrection).map(factId));
  if (corrections.size === 0) return [];
  return [...lastWords(recorded).values()]
    .reverse()
    .filter(({ data: { corrects } }) => !corrections.has(corrects))
    .map(({ data: { correction, corrects, retracted, corrected, reason } }) => ({
      rule: 'correction',
      statement: `${corrects} is ${retracted ? 'retracted' : 'told anew'} by a correction of ${corrected}: ${reason}`,
      facts: [corrects, correction],
    }));
}
