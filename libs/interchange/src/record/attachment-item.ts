import { z } from 'zod';
import { evidenceAttached, identifier } from '#libs/domain';
import { date, id, note, told } from './item-vocabulary.ts';

/** A further source for a fact, in the form in which a person writes it. */
export const attachment = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment it counts towards'),
    supports: evidenceAttached.shape.supports,
    attached: date.optional().describe('When the source says it; left out, the day it was published'),
    note,
    ...told,
  })
  .meta({ id: 'AttachmentItem', description: 'A further source for a fact already recorded' });
