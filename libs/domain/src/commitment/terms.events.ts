import { z } from 'zod';
import { edtfDate, identifier, line, parties } from '../vocabulary/index.ts';
import { relation, reported, strength } from './commitment.events.ts';
import { criterion } from './criterion.ts';

const title = line.describe('What it is called from then on');

/** What an amendment may change. What is not named stays as it was. */
export const amendedTerms = z
  .strictObject({
    title,
    strength,
    committers: parties,
    beneficiaries: parties,
    criterion,
    due: edtfDate.nullable().describe('By when; null where there is no deadline any more'),
    fundingSource: line,
  })
  .partial()
  .meta({ id: 'AmendedTerms' });

/** What a specification may make more precise. */
export const specifiedTerms = z
  .strictObject({ title, criterion, due: edtfDate, fundingSource: line })
  .partial()
  .meta({ id: 'SpecifiedTerms' });

/** The parties changed the promise itself, from a day on. */
export const commitmentAmended = z
  .strictObject({
    commitment: identifier,
    amendment: identifier,
    by: parties.describe('Those who agreed to it'),
    amended: edtfDate.describe('From when the new terms hold'),
    terms: amendedTerms,
    ...reported,
  })
  .meta({ id: 'CommitmentAmended' });

/** A later statement says more precisely what was promised. */
export const commitmentSpecified = z
  .strictObject({
    commitment: identifier,
    specification: identifier,
    specified: edtfDate.describe('When it was stated'),
    terms: specifiedTerms,
    ...reported,
  })
  .meta({ id: 'CommitmentSpecified' });

/** The promise was said again, and nothing of it changed. */
export const commitmentReaffirmed = z
  .strictObject({
    commitment: identifier,
    reaffirmation: identifier,
    reaffirmed: edtfDate.describe('When it was said again'),
    ...reported,
  })
  .meta({ id: 'CommitmentReaffirmed' });

/** A relation that a source states later than the announcement. */
export const commitmentRelated = z
  .strictObject({
    commitment: identifier,
    relation: identifier.describe('The id of the statement'),
    type: relation.shape.type,
    to: identifier.describe('The other commitment'),
    stated: edtfDate.describe('When the source says so'),
    since: edtfDate.optional().describe('Since when it is so; left out, from the announcement on'),
    ...reported,
  })
  .meta({ id: 'CommitmentRelated' });
