import { z } from 'zod';
import { sanctionsPackageAdopted } from '#libs/domain';
import { date, id, note, told } from './item-vocabulary.ts';

const { imposer, target, against, number, targets } = sanctionsPackageAdopted.shape;
/** The form in which a person writes a package of sanctions, or several that were adopted together. */
export const sanctionsPackage = z.strictObject({
  id,
  imposer,
  target,
  against,
  number: number.optional(),
  numbers: z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/, { error: 'is not a range of numbers: write it as 1-26' })
    .optional()
    .describe('Several packages at once, as 1-26: each is recorded for itself, as id-1 to id-26'),
  adopted: date.describe('When it was decided'),
  published: date.optional().describe('When its text was published'),
  inForce: date.optional().describe('From when it applies'),
  targets: targets.describe('How many it lists; with several packages at once, each of them'),
  note,
  ...told,
});
