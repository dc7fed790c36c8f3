import { z } from 'zod';
import { agreementStageReached, identifier, milestonePassed } from '#libs/domain';
import { amount, date, id, note, told } from './item-vocabulary.ts';

// How far something has come, in the form in which a person writes it.

export const passage = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment it counts towards'),
    of: milestonePassed.shape.of,
    milestone: milestonePassed.shape.milestone,
    passed: date.describe('When the milestone was passed'),
    quantity: amount.optional().describe('How much of it; left out, all of it'),
    note,
    ...told,
  })
  .meta({ id: 'PassageItem', description: 'A further milestone that a delivery or disbursement passed' });

export const agreementStage = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment that waits for it'),
    stage: agreementStageReached.shape.stage,
    by: agreementStageReached.shape.by,
    reached: date,
    meets: agreementStageReached.shape.meets,
    note,
    ...told,
  })
  .meta({ id: 'AgreementStageItem', description: 'A stage that an agreement reached' });
