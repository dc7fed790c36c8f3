import { commitmentKind, identifier, labels } from '#libs/domain';
import { z } from 'zod';
import { asOf, bounds, parties } from './parts.ts';

const sum = z
  .strictObject({
    unit: z.string(),
    commitments: z.int().describe('How many are in it'),
    joint: z.int().describe('How many of them are joint'),
    promised: bounds.describe('What is promised; of what is under discussion or has ended, nothing'),
    recorded: bounds.describe('What the facts recorded with them add up to'),
    delivered: bounds.describe('What may have been delivered of them'),
  })
  .meta({ id: 'Sum', description: 'Three sums over the same commitments, in one unit' });

const item = z
  .strictObject({
    id: identifier,
    title: z.string(),
    kind: commitmentKind,
    committers: parties,
    beneficiaries: parties,
    joint: z
      .boolean()
      .describe('Whether it has several committers or beneficiaries, whose shares nobody stated'),
    label: z.enum(labels),
    unit: z.string(),
    promised: bounds.nullable().describe('Null where it is only under discussion, or has ended'),
    recorded: bounds,
    delivered: bounds,
  })
  .meta({ id: 'Summand' });

const leftOut = z
  .strictObject({
    id: identifier,
    title: z.string(),
    label: z.enum(labels).nullable().describe('Null where it was not yet announced'),
    unit: z.string().nullable(),
    from: z.enum(['every-sum', 'promised']),
    code: z
      .string()
      .describe(
        'A relation (part-of, specifies, reaffirms, funded-from, same-as, …), an end (withdrawn, released, superseded, expired), under-discussion, no-amount, joins-conditions, not-yet-announced or not-asked-for',
      ),
    reason: z.string(),
    standsFor: identifier.nullable().describe('The commitment that holds the same amount'),
    recorded: bounds.nullable().describe('What is recorded with it'),
  })
  .meta({ id: 'LeftOut', description: 'A commitment that is not in the sums, or not in what is promised' });

export const totals = z
  .strictObject({
    items: z.array(item),
    leftOut: z.array(leftOut),
    perhapsLeftOut: z
      .array(leftOut)
      .describe(
        'What would be left out besides if all that may be one promise were; the sums allow for either',
      ),
    sums: z.array(sum).describe('One for each unit; different units are never added'),
    derivation: z.array(z.string()),
    asOf,
  })
  .meta({ id: 'Totals', description: 'Sums over commitments of which none contains another' });

const standings = {
  commitments: z.int(),
  joint: z.int(),
  labels: z.partialRecord(z.enum(labels), z.int()).describe('How many carry each label'),
  sums: z.array(sum),
};

export const matrix = z
  .strictObject({
    rows: z.array(
      z
        .strictObject({ committer: z.string(), beneficiary: z.string(), ...standings })
        .meta({ id: 'MatrixRow' }),
    ),
    overall: z
      .strictObject(standings)
      .meta({ id: 'Standings' })
      .describe('Each commitment once, however many rows it stands in'),
    derivation: z.array(z.string()),
    asOf,
  })
  .meta({ id: 'Matrix', description: 'Who owes whom what, in which state' });
