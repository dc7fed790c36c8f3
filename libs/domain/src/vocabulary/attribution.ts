import { z } from 'zod';
import { line } from './identifier.ts';
import type { Immutable } from './immutable.ts';
import { parties, party } from './party.ts';

/**
 * Four questions that press releases run together: who said it, on whose behalf, who is bound by it, and whether the
 * one who reports it is the committer, the beneficiary or neither.
 */
export const attribution = z
  .strictObject({
    saidBy: line.describe('The person or body whose words they are'),
    onBehalfOf: party,
    committed: parties.optional().describe('Who is bound by what was said; nobody by a mere position'),
    reporter: z.enum(['committer', 'beneficiary', 'third-party']),
  })
  .meta({ id: 'Attribution', description: 'Who said it, on whose behalf, who is bound, and who reports it' });

export type Attribution = Immutable<z.output<typeof attribution>>;
export type Reporter = Attribution['reporter'];
