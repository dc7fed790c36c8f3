import { z } from 'zod';
import { type AddressRules } from './address.ts';
import { parseNetworks } from './public-address.ts';

/** The settings that say which addresses webhooks may have; the same for every program that looks at them. */
export const addressEnvironment = {
  WEBHOOKS_ALLOW_HTTP: z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true' || text === '1'),
  WEBHOOKS_ALLOWED_NETWORKS: z
    .string()
    .default('')
    .transform((text, context) => {
      const parsed = parseNetworks(text);
      if ('networks' in parsed) return parsed.networks;
      context.addIssue({ code: 'custom', message: `${parsed.fault}: ${parsed.remedy}` });
      return z.NEVER;
    }),
};

/** What the settings allow. */
export const addressRulesOf = (
  settings: Readonly<z.output<z.ZodObject<typeof addressEnvironment>>>,
): Required<AddressRules> => ({
  allowHttp: settings.WEBHOOKS_ALLOW_HTTP,
  networks: settings.WEBHOOKS_ALLOWED_NETWORKS,
});
