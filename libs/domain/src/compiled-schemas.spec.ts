import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { decode, eventSchemas, schemaVersion, UnreadableEvent, type EventType } from '#libs/domain';
import { compiledSchema } from './compiled-schemas.ts';

const golden = new URL('../golden/', import.meta.url);
const types = Object.keys(eventSchemas) as EventType[];

/** Of each type the data that any build wrote in the newest version of its shape. */
const written = types.flatMap((type) =>
  readdirSync(golden)
    .filter((file) => file.startsWith(`${type}.v${schemaVersion(type)}.`))
    .map((file) => {
      const body = readFileSync(new URL(file, golden), 'utf8');
      return { type, data: (JSON.parse(body) as { data: object }).data };
    }),
);
const compiled = new Map(types.map((type) => [type, compiledSchema(type)]));

/** With the order of keys, which says in which order they are told. */
const answerOf = (parsed: { readonly success: boolean; readonly data?: unknown }): string =>
  parsed.success ? JSON.stringify(parsed.data) : 'refused';

const other = fc.constantFrom<unknown>(
  '',
  ' x ',
  'UA',
  '2024',
  '0',
  '3.5',
  'org:a',
  7,
  -1,
  null,
  true,
  [],
  {},
  ['JP', 'JP'],
);
const pick = fc.nat();

/** The same with something in it changed, left out or put in, which may or may not be right. */
function changed(value: unknown, way: readonly number[], put: unknown): unknown {
  const [first = 0, ...rest] = way;
  if (way.length === 0 || typeof value !== 'object' || value === null) return put;
  if (Array.isArray(value)) {
    if (value.length === 0) return [put];
    const at = first % value.length;
    return value.flatMap((item, index) => (index === at ? [changed(item, rest, put)] : [item]));
  }
  const keys = Object.keys(value);
  const at = first % (keys.length + 1);
  const key = keys[at];
  if (key === undefined) return { ...value, 'put-in': put };
  if (put === undefined && rest.length === 0)
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: changed((value as Record<string, unknown>)[key], rest, put) };
}

describe('a compiled schema', () => {
  it('gives what its schema gives, of all that was ever written', () => {
    for (const { type, data } of written) {
      const quick = compiled.get(type);
      if (quick)
        expect([type, answerOf(quick.safeParse(data))]).toEqual([
          type,
          answerOf(eventSchemas[type].safeParse(data)),
        ]);
    }
  });

  it('takes and refuses what its schema does, whatever is changed in it', () => {
    const change = fc.record({
      of: fc.nat({ max: written.length - 1 }),
      way: fc.array(pick, { minLength: 1, maxLength: 4 }),
      put: fc.option(other, { nil: undefined }),
    });
    fc.assert(
      fc.property(change, ({ of, way, put }) => {
        const { type, data } = written[of] ?? { type: 'StepTaken', data: {} };
        const quick = compiled.get(type);
        const altered = changed(data, way, put);
        return (
          !quick || answerOf(quick.safeParse(altered)) === answerOf(eventSchemas[type].safeParse(altered))
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('is there for every type but those that hold a criterion beside others', () => {
    expect(types.filter((type) => !compiled.get(type))).toEqual([
      'CommitmentAmended',
      'CommitmentSpecified',
      'CorrectionRecorded',
    ]);
  });

  it('changes nothing of what is read when it takes over, nor of what is said of what cannot be', () => {
    const data = written.find(({ type }) => type === 'StepTaken')?.data ?? {};
    const event = { type: 'StepTaken', schema: 1, body: JSON.stringify({ data }) };
    const wrong = { ...event, body: JSON.stringify({ data: { ...data, step: 'Not an id' } }) };
    const before = JSON.stringify(decode(event));
    const said = messageOf(() => decode(wrong));
    for (let time = 0; time < 1_000; time++) decode(event);
    expect(JSON.stringify(decode(event))).toBe(before);
    expect(messageOf(() => decode(wrong))).toBe(said);
    expect(said).toMatch(/^StepTaken version 1 is not its shape at \/step: is not an identifier/);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableEvent);
    return (error as Error).message;
  }
  return '';
}
