import { z } from 'zod';

/** A name that people type and programs link by: `generators-2024`. It never changes and is never used twice. */
export const identifier = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'is not an identifier: use lower-case letters and digits, joined by single hyphens',
  })
  .meta({
    id: 'Identifier',
    description: 'Lower-case letters and digits joined by single hyphens',
    examples: ['generators-2024'],
  });

/** One line of our own words. */
export const line = z.string().trim().min(1).max(500);

/** A paragraph of our own words. */
export const paragraph = z.string().trim().min(1).max(4000);

/** An ISO 639 language code with optional script and region (BCP 47). */
export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'is not a BCP 47 language tag such as "en" or "uk"' });

/** An address on the web, http or https. */
export const webAddress = z.url({ protocol: /^https?$/, error: 'is not an http or https address' }).max(2000);

/** A SHA-256 in lower-case hexadecimal. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'is not a SHA-256: 64 lower-case hexadecimal digits' })
  .meta({ id: 'Sha256', description: 'SHA-256 in lower-case hexadecimal' });
