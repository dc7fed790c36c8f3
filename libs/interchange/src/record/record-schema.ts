import { z } from 'zod';
import { identifier, SCHEMA_BASE } from '#libs/domain';
import { itemSchemas, type ItemKind } from './item-kinds.ts';
import { defaultAttribution } from './item-vocabulary.ts';

/** The most entries one list of a record may have. */
const MAX_ENTRIES = 2000;

const list = (schema: z.ZodType) => z.array(schema).min(1).max(MAX_ENTRIES).optional();

/** The keys of a record around any forms of its items. */
function recordOf(items: Readonly<Record<ItemKind, z.ZodType>>) {
  return z.strictObject({
    source: z
      .union([items.source, identifier])
      .optional()
      .describe('Where everything is taken from: described here, or the id of a source already recorded'),
    sources: list(items.source).describe('Further sources'),
    attribution: defaultAttribution.optional(),
    meeting: z
      .union([items.meeting, identifier])
      .optional()
      .describe('Where it was said: described here, or the id of a meeting already recorded'),
    agreements: list(items.agreement),
    conferences: list(items.conference),
    positions: list(items.position),
    totals: list(items.total),
    exhibitions: list(items.exhibition),
    acknowledgements: list(items.acknowledgement),
    commitments: list(items.commitment),
    allocations: list(items.allocation),
    disbursements: list(items.disbursement),
    deliveries: list(items.delivery),
    passages: list(items.passage),
    steps: list(items.step),
    agreementStages: list(items.agreementStage),
    sanctionsPackages: list(items.sanctionsPackage),
    amendments: list(items.amendment),
    specifications: list(items.specification),
    reaffirmations: list(items.reaffirmation),
    relations: list(items.relation),
    withdrawals: list(items.withdrawal),
    releases: list(items.release),
    supersessions: list(items.supersession),
    coverages: list(items.coverage),
    attachments: list(items.attachment),
    disputes: list(items.dispute),
    challenges: list(items.challenge),
    resolutions: list(items.resolution),
    assessments: list(items.assessment),
    corrections: list(items.correction),
    samenesses: list(items.sameness),
    samenessConfirmations: list(items.samenessConfirmation),
    samenessRejections: list(items.samenessRejection),
  });
}

/** A whole record: what one document or meeting adds to the ledger. It is recorded at once, or not at all. */
export const recordSchema = recordOf(itemSchemas).meta({
  id: 'Record',
  title: 'Record',
  description: 'A recording for Commitment Ledger: sources, a meeting, what was said and what happened',
});

const anything = z.unknown();
const keys = z.record(z.string(), z.unknown());

/** A record without its items, which are checked one by one so that each reports all of its own faults. */
export const recordFrame = recordOf({
  source: keys,
  meeting: keys,
  agreement: anything,
  conference: anything,
  position: anything,
  total: anything,
  exhibition: anything,
  acknowledgement: anything,
  commitment: anything,
  allocation: anything,
  disbursement: anything,
  delivery: anything,
  passage: anything,
  step: anything,
  agreementStage: anything,
  sanctionsPackage: anything,
  amendment: anything,
  specification: anything,
  reaffirmation: anything,
  relation: anything,
  withdrawal: anything,
  release: anything,
  supersession: anything,
  coverage: anything,
  attachment: anything,
  dispute: anything,
  challenge: anything,
  resolution: anything,
  assessment: anything,
  correction: anything,
  sameness: anything,
  samenessConfirmation: anything,
  samenessRejection: anything,
});

const RECORD_SCHEMA_ID = `${SCHEMA_BASE}record.schema.json`;

/**
 * The JSON Schema (draft 2020-12) of a record, for editors and other programs. It says all of the form; what depends
 * on the ledger, and checks such as whether a date exists, it leaves to recording.
 */
export function recordJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(recordSchema, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: RECORD_SCHEMA_ID, title: 'Record', ...rest };
}
