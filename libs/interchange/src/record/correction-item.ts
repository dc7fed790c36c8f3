import { z } from 'zod';
import { commitmentStream, identifier, paragraph, streamId, type FactToRecord } from '#libs/domain';
import { date, id, told } from './item-vocabulary.ts';
import { isObject, type RecordError } from './record-error.ts';

/** The forms of what may be told anew. */
type Forms = Readonly<Record<string, z.ZodObject>>;

/**
 * The form of a correction: the fact by its id, and either the whole of it as it should have been told or that it should
 * not have been told at all.
 *
 * @param forms of everything that may be told anew, by its kind.
 */
export const correctionOf = (forms: Forms) =>
  z.strictObject({
    id,
    commitment: identifier.optional().describe('The commitment for which the fact is recorded'),
    stream: streamId
      .optional()
      .describe(
        'Where a fact stands that is of no commitment: source-ID, meeting-ID (also of a conference or signing) or sanctions-IMPOSER-TARGET',
      ),
    corrects: identifier.describe(
      'The fact that was wrong, by its id: the commitment itself, a delivery, a package, a correction',
    ),
    replacement: toldAnew(forms).optional(),
    retracted: z.literal(true).optional().describe('It should not have been recorded at all'),
    reason: paragraph.describe('What was wrong with the record, in our own words'),
    corrected: date
      .optional()
      .describe('When the record was found or said to be wrong; left out, the day its source was published'),
    attribution: told.attribution,
    evidence: told.evidence,
  });

function toldAnew(forms: Forms): z.ZodType<{ readonly type: string }> {
  const options = Object.entries(forms).map(([kind, form]) =>
    z.strictObject({ type: z.literal(kind), ...without(shapeAnew(form), 'id', 'commitment') }).meta({
      id: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Anew`,
      description:
        'The whole fact as it should have been recorded; its id and its place are those of the correction',
    }),
  );
  return z.discriminatedUnion('type', options as never);
}

/** Which relation it is stands under `relation`, since `type` says that it is one. */
const shapeAnew = ({ shape }: z.ZodObject): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(shape as z.ZodRawShape).map(([key, form]) => [key === 'type' ? 'relation' : key, form]),
  );

/** An item told anew, as an item of its kind is written. */
const asItem = ({
  relation,
  ...written
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  relation === undefined ? written : { ...written, type: relation };

const without = (shape: z.ZodRawShape, ...keys: readonly string[]): z.ZodRawShape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !keys.includes(key)));

interface Corrects {
  readonly commitment?: string | undefined;
  readonly stream?: string | undefined;
  readonly corrects: string;
  readonly replacement?: { readonly type: string } | undefined;
}

/** The stream of the fact that a correction is about, or why it is not told. */
export function streamCorrected({
  commitment,
  stream,
}: Pick<Corrects, 'commitment' | 'stream'>):
  { readonly stream: string } | { readonly errors: readonly RecordError[] } {
  if (commitment !== undefined && stream !== undefined)
    return {
      errors: [{ pointer: '/stream', fault: 'stands beside "commitment"', remedy: 'keep one of the two' }],
    };
  if (stream !== undefined) return { stream };
  if (commitment !== undefined) return { stream: commitmentStream(commitment) };
  const fault = 'is missing';
  const remedy = 'name the commitment of the fact, or under "stream" where else it stands';
  return { errors: [{ pointer: '/commitment', fault, remedy }] };
}

type Anew = { readonly fact: FactToRecord['fact'] | undefined } | { readonly errors: readonly RecordError[] };

/**
 * The fact that a correction tells anew, undefined where it retracts. What it stands on may be left out: then it is what
 * the correction itself stands on, or the source in whose stream it stands.
 *
 * @param stream where the fact stands.
 * @param toFacts reads an item of a kind, as written.
 */
export function factAnew(
  { corrects, replacement }: Corrects,
  stream: string,
  raw: unknown,
  toFacts: (
    kind: string,
    raw: unknown,
  ) => { readonly facts: readonly FactToRecord[] } | { readonly errors: readonly RecordError[] },
): Anew {
  if (!replacement || !isObject(raw) || !isObject(raw['replacement'])) return { fact: undefined };
  const { type, ...written } = raw['replacement'];
  const { attribution, evidence } = raw;
  const isGrounded = 'evidence' in written || OF_THEIR_OWN.includes(String(type));
  const ground = isGrounded ? {} : { ...(attribution !== undefined && { attribution }), evidence };
  const of = placeIn(stream, String(type));
  const result = toFacts(replacement.type, defined({ ...ground, ...of, ...asItem(written), id: corrects }));
  return 'errors' in result ? result : { fact: result.facts[0]?.fact };
}

/** What makes a fact stand in a stream: its commitment, its meeting, or for what was said at none its source. */
function placeIn(stream: string, type: string): Readonly<Record<string, unknown>> {
  const [, aggregate = '', id = ''] = /^([a-z]+)-(.*)$/.exec(stream) ?? [];
  if (aggregate === 'commitment') return type === 'commitment' ? {} : { commitment: id };
  if (!STATEMENTS.includes(type)) return {};
  return aggregate === 'meeting' ? { meeting: id } : { meeting: null, evidence: [{ source: id }] };
}

/** What stands in the stream of the meeting it was said at, or else of its source. */
const STATEMENTS: readonly string[] = ['position', 'total', 'exhibition', 'acknowledgement'];

/** The readings of a dispute each stand on a source of their own, an assessment on none, and a source on itself. */
const OF_THEIR_OWN: readonly string[] = ['dispute', 'assessment', 'source'];

const defined = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
