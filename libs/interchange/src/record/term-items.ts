import { z } from 'zod';
import { amendedTerms, commitmentAmended, commitmentRelated, identifier } from '#libs/domain';
import { criterionInWords } from './criterion-in-words.ts';
import { date, id, note, someParties, told } from './item-vocabulary.ts';

// What is said of a promise after it was announced, in the form in which a person writes it.

const { title, strength, fundingSource } = amendedTerms.shape;

const terms = {
  title,
  criterion: criterionInWords.optional(),
  due: date.optional(),
  fundingSource,
};

export const amendment = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment that was amended'),
    by: commitmentAmended.shape.by.describe('The parties that agreed').meta({ examples: [['JP', 'UA']] }),
    amended: date.describe('From when the new terms hold'),
    terms: z
      .strictObject({
        ...terms,
        strength,
        committers: someParties.optional(),
        beneficiaries: someParties.optional(),
        due: date.nullable().optional().describe('By when; null where there is no deadline any more'),
      })
      .describe('What is different from then on; what is left out stays as it was'),
    note,
    ...told,
  })
  .meta({ id: 'AmendmentItem', description: 'The parties changed a promise' });

export const specification = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment of which more is said'),
    specified: date.optional().describe('When; left out, the day of the meeting or of the source'),
    terms: z.strictObject(terms).describe('What is known more precisely from then on'),
    note,
    ...told,
  })
  .meta({ id: 'SpecificationItem', description: 'A later statement says more precisely what was promised' });

export const reaffirmation = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment that was said again'),
    reaffirmed: date.optional().describe('When; left out, the day of the meeting or of the source'),
    note,
    ...told,
  })
  .meta({ id: 'ReaffirmationItem', description: 'A promise was said again; it promises nothing further' });

export const relationStated = z
  .strictObject({
    id,
    commitment: identifier.describe('The commitment that stands so to the other'),
    type: commitmentRelated.shape.type.exclude(['supersedes']),
    to: commitmentRelated.shape.to,
    stated: date.optional().describe('When the source says so; left out, the day it was published'),
    since: date.optional().describe('Since when it is so; left out, from the announcement on'),
    note,
    ...told,
  })
  .meta({ id: 'RelationItem', description: 'How one commitment stands to another, stated later' });
