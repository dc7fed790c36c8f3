import {
  attribution,
  commitmentKind,
  criterion,
  fundsMilestones,
  goodsMilestones,
  identifier,
  labels,
  quantity,
  relation,
  sha256,
  strength,
} from '#libs/domain';
import { z } from 'zod';
import { asOf, bounds, dated, evidence, parties, position, text, told } from './parts.ts';

const fulfilment = z.strictObject({
  outcome: z.enum(['met', 'not-met', 'undetermined']),
  delivered: bounds.nullable().describe('What may have been delivered; null where nothing is measured'),
  recorded: bounds.nullable().describe('What the recorded facts alone add up to'),
  target: bounds.nullable(),
  unit: z.string().nullable(),
  share: bounds.nullable().describe('Parts of the target: 0.01 is one per cent'),
});

const summary = {
  id: identifier,
  title: z.string(),
  kind: commitmentKind,
  strength,
  committers: parties,
  beneficiaries: parties,
  criterion,
  due: dated.nullable(),
  announced: dated,
  meeting: identifier.nullable(),
  label: z.enum(labels),
  facets: z.strictObject({
    normative: z.string(),
    delivery: z.string(),
    time: z.string(),
    evidence: z.string(),
  }),
  position: z.int().describe('Of the last event known of it'),
};

export const commitmentSummary = z.strictObject({ ...summary, fulfilment }).meta({ id: 'CommitmentSummary' });

const happening = z.strictObject({
  id: z.string(),
  type: z.string(),
  happened: dated,
  certain: z.boolean().describe('False where its date leaves open whether it had happened'),
  quantity: quantity.nullable(),
  milestone: z.enum([...goodsMilestones, ...fundsMilestones]).nullable(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  ...told,
  position,
});

const end = z.strictObject({
  id: z.string(),
  type: z.enum(['withdrawal', 'release', 'supersession']),
  ended: dated,
  certain: z.boolean().describe('False where its date leaves open whether it had ended'),
  by: z.string().nullable().describe('The party that withdrew or released'),
  successor: z.string().nullable().describe('The commitment that took its place'),
  note: z.string().nullable(),
  ...told,
  position,
});

const coverage = z.strictObject({
  id: z.string(),
  period: dated.describe('Of which the record is declared complete'),
  declared: dated,
  note: z.string().nullable(),
  ...told,
  position,
});

const judged = { by: z.string(), reason: z.string(), evidence };

const sameness = z.strictObject({
  id: z.string(),
  of: z.string().describe('A happening, or the commitment itself'),
  with: z.string().describe('Another happening of it, or another commitment'),
  state: z.enum(['proposed', 'confirmed', 'rejected']),
  ifOne: bounds.nullable().describe('What the two come to if they are one; null where they are not measured'),
  ifTwo: bounds.nullable().describe('What they come to if they are two'),
  agree: z.boolean().describe('False where what is said of them cannot all be true of one thing'),
  proposed: dated,
  ...judged,
  decision: z.strictObject({ id: z.string(), decided: dated, ...judged }).nullable(),
  position,
});

export const commitment = z
  .strictObject({
    ...summary,
    fundingSource: z.string().nullable(),
    relations: z.array(
      z.strictObject({ type: z.string(), commitment: relation.shape.commitment, title: z.string() }),
    ),
    fulfilment: fulfilment.extend({
      derivation: z.array(
        z.strictObject({ rule: z.string(), statement: z.string(), facts: z.array(z.string()) }),
      ),
    }),
    happenings: z.array(happening),
    ends: z.array(end),
    coverage: z.array(coverage),
    sameness: z.array(sameness).describe('What may be one and the same thing, and what was decided'),
    evidence: z.array(
      z.strictObject({
        source: identifier,
        document: sha256.nullable(),
        start: z.int().nullable(),
        end: z.int().nullable(),
        passage: sha256.nullable(),
        text,
        supports: z.string().describe('The id of the fact it speaks for'),
        attachment: z.string().nullable(),
        saidBy: z.string(),
        reporter: z.string(),
        position,
      }),
    ),
    attribution,
    note: z.string().nullable(),
    asOf,
  })
  .meta({ id: 'Commitment', description: 'One commitment as it stood, and everything that rests on' });
