import { z } from 'zod';

/** Whether to record nothing and only tell what would be recorded, or why not. */
export const dryRunQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .describe('Decide, tell what would be recorded, and record nothing'),
});
