import { z } from 'zod';
import {
  attribution,
  edtfDate,
  evidences,
  identifier,
  isMoney,
  line,
  paragraph,
  parties,
  party,
  quantity,
  state,
  statedQuantity,
} from '../vocabulary/index.ts';
import { criterion, fundsMilestone, goodsMilestone } from './criterion.ts';

export const commitmentKind = z
  .enum([
    'financial',
    'goods',
    'sanctions',
    'sanctions-enforcement',
    'event-hosting',
    'agreement',
    'implementation',
    'dialogue',
    'policy-step',
    'participation',
    'cooperation',
  ])
  .meta({ id: 'CommitmentKind' });

/** How firmly it was said, from talk to treaty; `ongoing` is something already under way that is to go on. */
export const strength = z
  .enum(['discussed', 'readiness', 'declared', 'ongoing', 'agreed', 'signed'])
  .meta({ id: 'Strength' });

/** How one commitment stands to another. Sums never hold both ends of any of them. */
export const relation = z
  .strictObject({
    type: z.enum(['part-of', 'specifies', 'reaffirms', 'supersedes', 'funded-from']),
    commitment: identifier,
  })
  .meta({ id: 'Relation' });

/** How an event of a commitment is known. */
export const reported = {
  meeting: identifier.optional(),
  note: paragraph.optional(),
  attribution,
  evidence: evidences,
};

const NOT_MONEY = { error: 'is not money: use an ISO 4217 code as unit' };
const money = quantity.refine(({ unit }) => isMoney(unit), NOT_MONEY);
const statedMoney = statedQuantity.refine(({ unit }) => isMoney(unit), NOT_MONEY);
const goods = quantity.refine(({ unit }) => !isMoney(unit), {
  error: 'is money: record a disbursement instead',
});

export const commitmentAnnounced = z
  .strictObject({
    commitment: identifier,
    title: line,
    kind: commitmentKind,
    strength,
    committers: parties,
    beneficiaries: parties,
    criterion,
    announced: edtfDate.describe('When it was promised, agreed or discussed'),
    due: edtfDate.optional().describe('By when; left out where no source names a time'),
    fundingSource: line.optional(),
    relations: z.array(relation).max(20).optional(),
    ...reported,
  })
  .meta({ id: 'CommitmentAnnounced' });

export const fundsAllocated = z
  .strictObject({
    commitment: identifier,
    allocation: identifier,
    amount: statedMoney,
    allocated: edtfDate,
    fundingSource: line.optional(),
    ...reported,
  })
  .meta({ id: 'FundsAllocated' });

export const fundsDisbursed = z
  .strictObject({
    commitment: identifier,
    disbursement: identifier,
    amount: money,
    milestone: fundsMilestone,
    disbursed: edtfDate,
    ...reported,
  })
  .meta({ id: 'FundsDisbursed' });

const delivery = {
  commitment: identifier,
  delivery: identifier,
  quantity: goods,
  milestone: goodsMilestone,
  delivered: edtfDate.describe('When the milestone was passed'),
  ...reported,
};

export const goodsDelivered = z.strictObject(delivery).meta({ id: 'GoodsDelivered' });

export const generatorsDelivered = z.strictObject(delivery).meta({ id: 'GeneratorsDelivered' });

export const stepTaken = z
  .strictObject({
    commitment: identifier,
    step: identifier,
    title: line,
    taken: edtfDate,
    meets: identifier.optional().describe('The name of the condition it meets, where it has one'),
    ...reported,
  })
  .meta({ id: 'StepTaken' });

/** Something recorded in another stream counts towards this commitment. */
export const fulfilmentLinked = z
  .strictObject({
    commitment: identifier,
    fulfilment: identifier.describe('The id of the package or conference'),
    by: z.enum(['sanctions-package', 'conference']),
    title: line,
    happened: edtfDate,
    meets: identifier.optional().describe('The name of the condition it meets'),
    register: z
      .strictObject({ imposer: party, target: state })
      .optional()
      .describe('Of a package, the register it belongs to'),
    attribution,
    evidence: evidences,
  })
  .meta({ id: 'FulfilmentLinked' });

/** A further source for what is already recorded of this commitment. */
export const evidenceAttached = z
  .strictObject({
    commitment: identifier,
    attachment: identifier,
    supports: identifier.describe('The id of the fact it supports: the commitment itself, a delivery, …'),
    attached: edtfDate.describe('When the source says it'),
    ...reported,
  })
  .meta({ id: 'EvidenceAttached' });
