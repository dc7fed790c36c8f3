import { z } from 'zod';
import { edtfDate, identifier, language, line, party, sha256, webAddress } from '../vocabulary/index.ts';

/** A document, page or statement that facts are taken from. Its bytes are kept elsewhere, by their hash. */
export const sourceRegistered = z
  .strictObject({
    source: identifier,
    publisher: line.describe('Who published it, in their own name'),
    publisherParty: party.optional().describe('The party the publisher speaks for'),
    title: line,
    published: edtfDate,
    language,
    address: webAddress.optional(),
    document: z
      .strictObject({ sha256, mediaType: line })
      .optional()
      .describe('The bytes that anchors point into'),
    reliability: line.optional().describe('What a reader should know before believing it'),
  })
  .meta({ id: 'SourceRegistered' });
