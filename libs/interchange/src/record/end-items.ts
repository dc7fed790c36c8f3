import { z } from 'zod';
import { commitmentReleased, commitmentSuperseded, commitmentWithdrawn, identifier } from '#libs/domain';
import { date, id, note, told } from './item-vocabulary.ts';

// What ends a commitment or bounds what is known of it, in the form in which a person writes it.

const ending = identifier.describe('The commitment it ends');

export const withdrawal = z
  .strictObject({
    id,
    commitment: ending,
    by: commitmentWithdrawn.shape.by,
    withdrawn: date.describe('From when it no longer binds'),
    note,
    ...told,
  })
  .meta({
    id: 'WithdrawalItem',
    description: 'A committer takes a commitment back',
  });

export const release = z
  .strictObject({
    id,
    commitment: ending,
    by: commitmentReleased.shape.by,
    released: date.describe('From when it no longer binds'),
    note,
    ...told,
  })
  .meta({
    id: 'ReleaseItem',
    description: 'A beneficiary lets a commitment go',
  });

export const supersession = z
  .strictObject({
    id,
    commitment: ending,
    successor: commitmentSuperseded.shape.successor,
    superseded: date.describe('From when it no longer binds'),
    note,
    ...told,
  })
  .meta({
    id: 'SupersessionItem',
    description: 'Another commitment takes the place of one',
  });

export const coverage = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment of which everything that counts is recorded'),
    period: date.describe('The days of which everything is recorded, such as 2024-11-16/2024-12-31'),
    declared: date.optional().describe('When the source says so; left out, the day it was published'),
    note,
    ...told,
  })
  .meta({
    id: 'CoverageItem',
    description: 'A source declares its record of what counts complete over a period',
  });
