import { lintCodes, lintRules } from '#libs/domain';
import { z } from 'zod';

const code = z.enum(lintCodes);

/** What the linter found, as sent. */
export const finding = z
  .strictObject({
    code,
    pointer: z.string().describe('The place in the body, RFC 6901; empty for all of it'),
    fact: z.string().nullable().describe('The id of the fact it is about'),
    commitment: z.string().nullable().describe('The commitment that fact belongs to'),
    message: z.string().describe('What was found'),
    remedy: z.string(),
    reason: z.string().describe('Why it matters'),
    line: z.int().optional().describe('In the text of a record, from 1'),
    column: z.int().optional(),
  })
  .meta({ id: 'Finding', description: 'What will make a fact hard to judge. It warns, and never refuses' });

export const findings = z
  .strictObject({ findings: z.array(finding).describe('In the order of the facts') })
  .meta({ id: 'Findings' });

export const rules = z
  .strictObject({ items: z.array(z.strictObject({ code, warns: z.string(), reason: z.string() })) })
  .meta({ id: 'LintRules' });

/** The rules as sent, in the order in which they are applied. */
export const allRules = (): z.output<typeof rules> => ({
  items: lintCodes.map((each) => ({
    code: each,
    warns: lintRules[each].warns,
    reason: lintRules[each].reason,
  })),
});
