import { z } from 'zod';
import { sha256, sourceRegistered } from '#libs/domain';
import { date, id } from './item-vocabulary.ts';

const documentParts = z.strictObject({ sha256, mediaType: z.string().trim().min(1).max(100) });

/** The form in which a person writes a source, with the digest of its bytes where anchors point into them. */
export const source = z.strictObject({
  id,
  ...sourceRegistered.omit({ source: true }).shape,
  published: date,
  language: sourceRegistered.shape.language.describe('A BCP 47 language tag').meta({ examples: ['en'] }),
  address: sourceRegistered.shape.address.describe('Its http or https address'),
  document: z
    .union([sha256.transform((digest) => ({ sha256: digest, mediaType: 'text/plain' })), documentParts])
    .optional()
    .describe('SHA-256 of the bytes that anchors point into'),
});
