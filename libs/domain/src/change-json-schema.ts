import { z } from 'zod';
import { labels } from './commitment/assessment.ts';
import { commitmentKind } from './commitment/commitment.events.ts';
import { SCHEMA_BASE } from './event-json-schema.ts';
import { eventSchemas, type EventType } from './ledger-event.ts';
import { decimal, identifier, party } from './vocabulary/index.ts';

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

/** A change of state as it is kept and published: what one event made of one commitment. */
export const changeBody = z
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
        type: z.enum(Object.keys(eventSchemas) as [EventType, ...EventType[]]),
        position: z.int().min(1),
        stream: z.string(),
        actor: z.string(),
        recordedAt: z.string(),
      })
      .describe('The event that made it'),
    derivation: z
      .array(z.strictObject({ rule: z.string(), statement: z.string(), facts: z.array(z.string()) }))
      .describe('The reasoning that leads to to, step by step'),
    omitted: z.int().min(0).describe('How many steps of a long derivation are left out'),
  })
  .meta({ id: 'Change', description: 'What one event made of the state of one commitment' });

/** The `$id` of the JSON Schema of a change, and the `dataschema` of the CloudEvent that tells one. */
export const CHANGE_SCHEMA_ID = `${SCHEMA_BASE}changes/StateChanged.v1.json`;

/** The JSON Schema (draft 2020-12) of a change as it is published. */
export function changeJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(changeBody, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: CHANGE_SCHEMA_ID, title: 'StateChanged version 1', ...rest };
}
