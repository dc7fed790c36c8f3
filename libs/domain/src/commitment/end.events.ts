import { z } from 'zod';
import { edtfDate, identifier, party } from '../vocabulary/index.ts';
import { reported } from './commitment.events.ts';

const ended = edtfDate.describe('From when it no longer binds');

/** A committer takes the promise back. */
export const commitmentWithdrawn = z
  .strictObject({
    commitment: identifier,
    withdrawal: identifier,
    by: party.describe('The committer who takes it back'),
    withdrawn: ended,
    ...reported,
  })
  .meta({ id: 'CommitmentWithdrawn' });

/** A beneficiary no longer asks for what was promised. */
export const commitmentReleased = z
  .strictObject({
    commitment: identifier,
    release: identifier,
    by: party.describe('The beneficiary who no longer asks for it'),
    released: ended,
    ...reported,
  })
  .meta({ id: 'CommitmentReleased' });

/** Another commitment takes the place of this one. */
export const commitmentSuperseded = z
  .strictObject({
    commitment: identifier,
    supersession: identifier,
    successor: identifier.describe('The commitment that takes its place'),
    superseded: ended,
    ...reported,
  })
  .meta({ id: 'CommitmentSuperseded' });
