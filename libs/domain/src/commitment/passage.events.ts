import { z } from 'zod';
import { edtfDate, identifier, party, statedQuantity } from '../vocabulary/index.ts';
import { reported } from './commitment.events.ts';
import { agreementStage, fundsMilestone, goodsMilestone } from './criterion.ts';

/**
 * What was recorded as a delivery or disbursement has come further: it passed another milestone. It is the same goods or
 * money, so nothing is added to it.
 */
export const milestonePassed = z
  .strictObject({
    commitment: identifier,
    passage: identifier,
    of: identifier.describe('The id of the delivery or disbursement'),
    milestone: z.enum([...goodsMilestone.options, ...fundsMilestone.options]),
    passed: edtfDate.describe('When the milestone was passed'),
    quantity: statedQuantity.optional().describe('How much of it; left out, all of it'),
    ...reported,
  })
  .meta({ id: 'MilestonePassed' });

/** The agreement that a commitment waits for has come a stage further. */
export const agreementStageReached = z
  .strictObject({
    commitment: identifier,
    reaching: identifier,
    stage: agreementStage,
    by: party.optional().describe('The party that reached it; left out, all of them at once'),
    reached: edtfDate,
    meets: identifier.optional().describe('The name of the condition it meets, where it has one'),
    ...reported,
  })
  .meta({ id: 'AgreementStageReached' });
