import { iso31661 } from 'iso-3166';
import { z } from 'zod';

const states: ReadonlyMap<string, string> = new Map(iso31661.map(({ alpha2, name }) => [alpha2, name]));

/** Every state, by its ISO 3166-1 alpha-2 code. */
export const stateCodes: readonly string[] = [...states.keys()];

/** Who can promise or be promised to: a state by its ISO 3166-1 code, or an organisation or group as `org:name`. */
export const party = z
  .string()
  .max(80)
  .refine((text) => states.has(text) || /^org:[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text), {
    error: 'is not a party: use an ISO 3166-1 alpha-2 code such as UA, or org: and a name such as org:undp',
  })
  .meta({
    id: 'Party',
    description: 'A state by its ISO 3166-1 alpha-2 code, or an organisation or group as org:name',
    examples: ['UA', 'org:undp'],
  });

export type Party = z.output<typeof party>;

/** A state by its ISO 3166-1 alpha-2 code; organisations are not accepted. */
export const state = z
  .string()
  .refine((text) => states.has(text), { error: 'is not an ISO 3166-1 alpha-2 code such as UA or JP' })
  .meta({ id: 'State', description: 'A state by its ISO 3166-1 alpha-2 code', examples: ['UA'] });

/** One or more parties, each named once. */
export const parties = z
  .array(party)
  .min(1)
  .max(50)
  .refine((list) => new Set(list).size === list.length, { error: 'names a party twice' });

/** The name a person reads: the ISO 3166-1 short name of a state, or the organisation's own name without `org:`. */
export const partyName = (code: Party): string =>
  states.get(code) ?? code.replace(/^org:/, '').replaceAll('-', ' ');
