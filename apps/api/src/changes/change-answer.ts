import { commitmentKind, decimal, eventSchemas, identifier, labels, party } from '#libs/domain';
import { CHANGE_TYPE } from '#libs/messaging';
import { z } from 'zod';

const share = z
  .strictObject({ lo: decimal, hi: decimal.nullable() })
  .nullable()
  .describe('Parts of the target: 0.01 is one per cent; null where nothing is measured');

const verdict = z
  .strictObject({
    label: z.enum(labels),
    facets: z.strictObject({
      normative: z.string(),
      delivery: z.string(),
      time: z.string(),
      evidence: z.string(),
    }),
    outcome: z.enum(['met', 'not-met', 'undetermined']),
    share,
  })
  .meta({ id: 'Verdict', description: 'How a commitment stood on a day' });

/** What one event made of one commitment, as it is published. */
export const change = z
  .strictObject({
    commitment: identifier,
    title: z.string(),
    kind: commitmentKind,
    committers: z.array(party),
    beneficiaries: z.array(party),
    from: verdict.nullable().describe('After the event before; null for what was not announced before'),
    to: verdict.nullable().describe('After this event; null for what is retracted'),
    validAt: z.iso.date().describe('The day on which to holds'),
    event: z
      .strictObject({
        id: z.uuid(),
        type: z.enum(Object.keys(eventSchemas)),
        position: z.int(),
        stream: z.string(),
        actor: z.string(),
        recordedAt: z.string(),
      })
      .describe('The event that made it'),
    derivation: z
      .array(z.strictObject({ rule: z.string(), statement: z.string(), facts: z.array(z.string()) }))
      .describe('The reasoning that leads to to, step by step'),
    omitted: z.int().describe('How many steps of a long derivation are left out'),
  })
  .meta({ id: 'Change', description: 'What one event made of the state of one commitment' });

/** A change with its number, as a page holds it. */
const numberedChange = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.uuid().describe('The id of the event that made it'),
    source: z.string().describe('The ledger it is of, as a URN with #changes'),
    type: z.literal(CHANGE_TYPE),
    subject: z.string().describe('The stream of the commitment'),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    number: z.int().describe('Its place in the order of publishing, from 1'),
    position: z.int().describe('Of the event that made it'),
    data: change,
  })
  .meta({ id: 'NumberedChange', description: 'A CloudEvent 1.0 that tells a change' });

export const changePage = z
  .strictObject({
    items: z.array(numberedChange),
    next: z.int().describe('Send it as after to go on from here'),
    asOf: z.strictObject({ number: z.int().describe('The last number given') }),
  })
  .meta({ id: 'ChangePage' });
