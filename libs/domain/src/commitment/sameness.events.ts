import { z } from 'zod';
import { edtfDate, evidence, identifier, line, paragraph } from '../vocabulary/index.ts';

/** A person's judgement is never evidence of what happened, so it names who judged and why, and a source only if it has one. */
const judged = {
  by: line.describe('The person or body whose judgement it is'),
  reason: paragraph.describe('Why, in our own words'),
  evidence: z.array(evidence).max(50).describe('What it rests on, where a source says so'),
};

/**
 * Two recorded facts may be one and the same thing: two happenings of one commitment or, where `of` is the commitment
 * itself, two commitments. It merges nothing.
 */
export const samenessProposed = z
  .strictObject({
    commitment: identifier,
    sameness: identifier,
    of: identifier.describe('A happening of the commitment, or the commitment itself'),
    with: identifier.describe('Another happening of it, or the other commitment'),
    proposed: edtfDate,
    ...judged,
  })
  .meta({ id: 'SamenessProposed' });

/** They are one: from now on it is counted once. */
export const samenessConfirmed = z
  .strictObject({
    commitment: identifier,
    confirmation: identifier,
    sameness: identifier.describe('The proposal it decides'),
    confirmed: edtfDate,
    ...judged,
  })
  .meta({ id: 'SamenessConfirmed' });

/** They are two: both count. */
export const samenessRejected = z
  .strictObject({
    commitment: identifier,
    rejection: identifier,
    sameness: identifier.describe('The proposal it decides'),
    rejected: edtfDate,
    ...judged,
  })
  .meta({ id: 'SamenessRejected' });
