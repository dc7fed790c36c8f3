import type { z } from 'zod';

/** The environment does not say how to run. Its message is the sentence for the person who set it. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
  readonly code = 'bad-config';
}

/**
 * Reads settings from the environment, once, at the start of a program. A variable that is set to nothing counts as not
 * set.
 *
 * @throws BadConfig naming every variable that is wrong, and what it must be.
 */
export function readEnvironment<Settings>(
  schema: z.ZodType<Settings>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new BadConfig(`${faults.join('; ')}.`);
}
