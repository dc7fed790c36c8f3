import { z } from 'zod';
import {
  commitmentAnnounced,
  fundsAllocated,
  fundsDisbursed,
  goodsDelivered,
  identifier,
  stepTaken,
} from '#libs/domain';
import { criterionInWords } from './criterion-in-words.ts';
import { date, goodsTowards, id, money, moneyTowards, note, someParties, told } from './item-vocabulary.ts';

// A promise, and what is paid, delivered and done towards it, in the form in which a person writes it.

const { title, kind, strength, fundingSource, relations } = commitmentAnnounced.shape;
export const commitment = z.strictObject({
  id,
  title,
  kind,
  strength,
  committers: someParties,
  beneficiaries: someParties,
  criterion: criterionInWords,
  announced: date
    .optional()
    .describe('When it was promised; left out, the day of the meeting or of the source'),
  due: date.optional().describe('By when; left out where no source names a time'),
  fundingSource,
  relations,
  note,
  ...told,
});

const towards = identifier.describe('The commitment it counts towards');

export const allocation = z.strictObject({
  id,
  commitment: towards,
  amount: money,
  allocated: date,
  fundingSource: fundsAllocated.shape.fundingSource,
  note,
  ...told,
});

export const disbursement = z.strictObject({
  id,
  commitment: towards,
  amount: moneyTowards,
  milestone: fundsDisbursed.shape.milestone,
  disbursed: date,
  note,
  ...told,
});

export const delivery = z.strictObject({
  id,
  commitment: towards,
  quantity: goodsTowards,
  milestone: goodsDelivered.shape.milestone,
  delivered: date.describe('When the milestone was passed'),
  note,
  ...told,
});

export const step = z.strictObject({
  id,
  commitment: towards,
  title: stepTaken.shape.title,
  taken: date,
  meets: stepTaken.shape.meets,
  note,
  ...told,
});
