import {
  agreementStages,
  amendedTerms,
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
import { assessment, challenge, dispute } from './doubt.ts';
import { asOf, bounds, dated, evidence, parties, position, text, told } from './parts.ts';

const outcome = z.enum(['met', 'not-met', 'undetermined']);
const counted = {
  condition: z.string().describe('What is wanted, in words; of parties and periods their name'),
  outcome,
  delivered: bounds,
  recorded: bounds,
  target: bounds,
  unit: z.string(),
};
// As deep as groups of conditions go, and the parties or periods of the innermost.
const innermost = z.strictObject({ ...counted, members: z.null() }).meta({ id: 'InnermostMember' });
const third = z
  .strictObject({ ...counted, members: z.array(innermost).nullable() })
  .meta({ id: 'ThirdMember' });
const second = z
  .strictObject({ ...counted, members: z.array(third).nullable() })
  .meta({ id: 'SecondMember' });
const member = z
  .strictObject({ ...counted, members: z.array(second).nullable() })
  .meta({ id: 'Member', description: 'A condition, party or period that the criterion counts' });

const fulfilment = z.strictObject({
  outcome,
  delivered: bounds.nullable().describe('What may have been delivered; null where nothing is measured'),
  recorded: bounds.nullable().describe('What the recorded facts alone add up to'),
  target: bounds.nullable(),
  unit: z.string().nullable(),
  share: bounds.nullable().describe('Parts of the target: 0.01 is one per cent'),
  members: z
    .array(member)
    .nullable()
    .describe('Of a criterion that counts conditions, parties or periods, each of them'),
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

const milestone = z.enum([...goodsMilestones, ...fundsMilestones]);

const passage = z.strictObject({
  id: z.string(),
  milestone,
  passed: dated,
  certain: z.boolean().describe('False where its date leaves open whether it had been passed'),
  quantity: quantity.nullable().describe('How much of it; null is all of it'),
  note: z.string().nullable(),
  ...told,
  position,
});

const happening = z.strictObject({
  id: z.string(),
  type: z.string(),
  happened: dated,
  certain: z.boolean().describe('False where its date leaves open whether it had happened'),
  quantity: quantity.nullable(),
  milestone: milestone.nullable(),
  passages: z.array(passage).describe('The further milestones it passed'),
  stage: z.enum(agreementStages).nullable().describe('The stage an agreement reached'),
  by: z.string().nullable().describe('The party that reached it; null is all of them'),
  meets: z.string().nullable().describe('The name of the condition it is said to meet'),
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
  unit: z.string().nullable(),
  agree: z.boolean().describe('False where what is said of them cannot all be true of one thing'),
  proposed: dated,
  ...judged,
  decision: z.strictObject({ id: z.string(), decided: dated, ...judged }).nullable(),
  position,
});

const statement = z.strictObject({
  id: z.string(),
  type: z.enum(['amendment', 'specification', 'reaffirmation']),
  stated: dated.describe('When it was said or, of an amendment, from when it holds'),
  certain: z.boolean().describe('False where its date leaves open whether it had been made'),
  by: parties.describe('Who agreed to an amendment'),
  terms: amendedTerms.describe('What it changes or makes more precise'),
  note: z.string().nullable(),
  ...told,
  position,
});

const observation = z.strictObject({
  quantity,
  type: z.enum(['promise', 'allocation', 'disbursement', 'delivery']).describe('What it was stated as'),
  statedBy: z.string().describe('The id of the fact that states it'),
  on: dated,
  ...told,
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
    statements: z.array(statement).describe('What was said of the promise after it was announced'),
    observations: z
      .array(observation)
      .describe('Amounts stated of it that are in none of its sums, each in its own unit'),
    disputes: z.array(dispute),
    challenges: z.array(challenge),
    assessments: z.array(assessment),
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
        onBehalfOf: z.string(),
        committed: parties.describe('Who is bound by what was said'),
        reporter: z.string(),
        position,
      }),
    ),
    attribution,
    note: z.string().nullable(),
    asOf,
  })
  .meta({ id: 'Commitment', description: 'One commitment as it stood, and everything that rests on' });
