import { z } from 'zod';
import {
  attribution,
  calendarDay,
  edtfDate,
  evidences,
  identifier,
  paragraph,
  party,
  state,
} from '../vocabulary/index.ts';

/** The register a package belongs to: one for each imposing party and the state its measures are aimed at. */
const register = { imposer: party, target: state };

const count = z.int().min(0).max(1_000_000);

/** How many a package lists, as a source counts them; what it does not count is left out. */
const sanctionsTargets = z
  .strictObject({
    individuals: count.optional(),
    entities: count.optional(),
    vessels: count.optional(),
  })
  .refine((counts) => Object.values(counts).some((each) => each !== undefined), {
    error: 'names no count: give individuals, entities or vessels, or leave it out',
  })
  .meta({ id: 'SanctionsTargets', description: 'How many persons, entities and vessels a package lists' });

export const sanctionsPackageAdopted = z
  .strictObject({
    package: identifier,
    ...register,
    against: z.array(state).min(1).max(20).describe('The states whose persons and entities it lists'),
    number: z
      .int()
      .min(1)
      .max(10_000)
      .nullable()
      .describe('Its number in the imposer’s own count; null if not known'),
    adopted: edtfDate.describe('When it was decided'),
    published: edtfDate.optional().describe('When its text was published'),
    inForce: edtfDate.optional().describe('From when it applies'),
    targets: sanctionsTargets.optional(),
    note: paragraph.optional(),
    meeting: identifier.optional(),
    attribution,
    evidence: evidences,
  })
  .meta({ id: 'SanctionsPackageAdopted' });

/**
 * A commitment waits for further packages of this register. It stands in the register's own stream so that the
 * adoption of a package finds, without asking anything but this stream, every commitment it counts towards.
 */
export const fulfilmentAwaited = z
  .strictObject({ commitment: identifier, ...register, after: calendarDay })
  .meta({ id: 'FulfilmentAwaited' });
