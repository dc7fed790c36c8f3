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
    adopted: edtfDate,
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
