import { z } from 'zod';
import { attribution, edtfDate, evidences, identifier, paragraph } from '../vocabulary/index.ts';

/** The streams there are, by the first word of their ids: the rest names one commitment, meeting, source or register. */
export const streamId = z
  .string()
  .max(200)
  .regex(/^(?:(?:commitment|meeting|source)-[a-z0-9-]+|sanctions-\S+)$/, {
    error: 'is not the id of a stream, such as commitment-generators-2024',
  });

/** What may be corrected, as a fact told anew: any type of event but a correction, which is retracted instead. */
type Schemas = Readonly<Record<string, z.ZodType>>;
type Told<Types extends Schemas> = {
  readonly [Type in keyof Types]: { readonly type: Type; readonly data: z.output<Types[Type]> };
}[keyof Types];

function toldAnew<Types extends Schemas>(types: Types): z.ZodType<Told<Types>> {
  const options = Object.entries(types).map(([type, data]) =>
    z.strictObject({ type: z.literal(type), data }),
  );
  return z.discriminatedUnion('type', options as never);
}

/**
 * The record was wrong: a fact is told anew as it should have been told, or was none. It says nothing of the promise,
 * which may have changed since: that is another fact.
 *
 * @param types the shapes of everything that may be told anew.
 */
export const correctionRecorded = <Types extends Schemas>(types: Types) =>
  z
    .strictObject({
      stream: streamId.describe('Where the fact stands that is corrected'),
      correction: identifier,
      corrects: identifier.describe('The id of the fact, or of the correction, that was wrong'),
      replacement: toldAnew(types).optional().describe('The whole fact as it should have been told'),
      retracted: z.literal(true).optional().describe('It should not have been told at all'),
      reason: paragraph.describe('What was wrong with the record, in our own words'),
      corrected: edtfDate.describe('When it was found or stated that the record was wrong'),
      attribution,
      evidence: evidences,
    })
    .refine(({ replacement, retracted }) => (replacement === undefined) !== (retracted === undefined), {
      error: 'either tells the fact anew or retracts it: give replacement or retracted, and not both',
    })
    .meta({ id: 'CorrectionRecorded' });
