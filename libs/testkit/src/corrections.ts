import type { EventData, Fact, PlainFact } from '#libs/domain';
import { MFA } from './told.ts';

/** A correction of a fact of the commitment `generators`, unless another stream is named. */
export const correction = (
  corrects: string,
  told: Pick<EventData<'CorrectionRecorded'>, 'replacement' | 'retracted'>,
  more: Partial<EventData<'CorrectionRecorded'>> = {},
): Fact<'CorrectionRecorded'> => ({
  type: 'CorrectionRecorded',
  data: {
    stream: 'commitment-generators',
    correction: 'fix-1',
    corrects,
    ...told,
    reason: 'The record was misread.',
    corrected: '2025-02-01',
    ...MFA,
    ...more,
  },
});

/** The same where it should not have been told at all. */
export const retract = (corrects: string, id = 'fix-1', stream = 'commitment-generators') =>
  correction(corrects, { retracted: true }, { correction: id, stream });

/** The same with the fact as it should have been told. */
export const tellAnew = (
  replacement: PlainFact,
  corrects = 'batch-1',
  id = 'fix-1',
  stream = 'commitment-generators',
) => correction(corrects, { replacement }, { correction: id, stream });
