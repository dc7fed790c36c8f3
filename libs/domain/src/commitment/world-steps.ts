import { dayBounds, readable } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import type { Coverage } from './coverage.ts';
import { intervalInWords } from './in-words.ts';
import type { Known } from './known.ts';
import type { Measurement } from './measure.ts';
import type { Sight } from './sightings.ts';

/** Each period of which the record is declared complete, if it had begun by the day asked about. */
export const coverageSteps = (known: Known, sight: Sight): readonly Step[] =>
  begun(known, sight).map(({ id, period, attribution }) => {
    const { earliest, latest } = dayBounds(period);
    const days = `${earliest === null ? 'From the beginning' : `From ${earliest}`} to ${latest ?? ''}`;
    const statement = `${days} the record of what counts is declared complete: ${attribution.saidBy}.`;
    return { rule: 'coverage', statement, facts: [id] };
  });

/** Whether more may have been delivered than is recorded: what is declared complete closes the world, and nothing else. */
export function worldSteps(known: Known, measured: Measurement, sight: Sight): readonly Step[] {
  const facts = begun(known, sight).map(({ id }) => id);
  if (sight.complete) {
    const statement = 'The record is complete up to this day, so no more was delivered than is recorded.';
    return [{ rule: 'closed-world', statement, facts }];
  }
  if (sight.completeInTime) {
    const inTime = intervalInWords(sight.recordedInTime, measured.yardstick.unit);
    const statement = `The record is complete up to the deadline, so by then no more was delivered than is recorded: ${inTime}.`;
    return [
      { rule: 'closed-world', statement, facts },
      { rule: 'open-world', statement: `Since then more may have happened${atMost(measured)}`, facts: [] },
    ];
  }
  const why =
    facts.length === 0
      ? 'No source declares its record complete, so more may have happened than is recorded'
      : 'What is declared complete does not reach from the beginning to this day or the deadline, so more may have happened than is recorded';
  return [{ rule: 'open-world', statement: why + atMost(measured), facts }];
}

/** The periods declared complete that had begun by the day asked about. */
export const begun = ({ coverages }: Known, { validAt }: Sight): readonly Coverage[] =>
  coverages.filter(({ period }) => (dayBounds(period).earliest ?? validAt) <= validAt);

const atMost = ({ delivered: { hi } }: Measurement): string =>
  hi === null ? '.' : `; no more than the promised ${readable(hi)} can count towards it.`;
