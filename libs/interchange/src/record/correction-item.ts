import { z } from 'zod';
import { identifier, paragraph, type FactToRecord } from '#libs/domain';
import { date, id, told } from './item-vocabulary.ts';
import { isObject, type RecordError } from './record-error.ts';

/** The forms of what may be told anew. */
type Forms = Readonly<Record<string, z.ZodObject>>;

/**
 * The form of a correction: the fact by its id, and either the whole of it as it should have been told or that it should
 * not have been told at all.
 *
 * @param forms of everything that may stand in the stream of a commitment, by its kind.
 */
export const correctionOf = (forms: Forms) =>
  z.strictObject({
    id,
    commitment: identifier.describe('The commitment for which the fact is recorded'),
    corrects: identifier.describe(
      'The fact that was wrong, by its id: the commitment itself, a delivery, a correction',
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
    z.strictObject({ type: z.literal(kind), ...without(form.shape, 'id', 'commitment') }).meta({
      id: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Anew`,
      description:
        'The whole fact as it should have been recorded; its id and commitment are those of the correction',
    }),
  );
  return z.discriminatedUnion('type', options as never);
}

const without = (shape: z.ZodRawShape, ...keys: readonly string[]): z.ZodRawShape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !keys.includes(key)));

interface Corrects {
  readonly commitment: string;
  readonly corrects: string;
  readonly replacement?: { readonly type: string } | undefined;
}

type Anew = { readonly fact: FactToRecord['fact'] | undefined } | { readonly errors: readonly RecordError[] };

/**
 * The fact that a correction tells anew, undefined where it retracts. What it stands on may be left out: then it is what
 * the correction itself stands on.
 *
 * @param toFacts reads an item of a kind, as written.
 */
export function factAnew(
  { commitment, corrects, replacement }: Corrects,
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
  const of = type === 'commitment' ? {} : { commitment };
  const result = toFacts(replacement.type, defined({ ...ground, ...written, id: corrects, ...of }));
  return 'errors' in result ? result : { fact: result.facts[0]?.fact };
}

/** The readings of a dispute each stand on a source of their own, and an assessment on none. */
const OF_THEIR_OWN: readonly string[] = ['dispute', 'assessment'];

const defined = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
