import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format, resolveConfig } from 'prettier';
import { parseRecordText, recordJsonSchema } from '#libs/interchange';

const root = new URL('../../../../', import.meta.url);
const published = new URL('docs/schemas/record.schema.json', root);
const examples = new URL('examples/', root);

/** To publish a changed schema: LEDGER_UPDATE=1 npm test -- libs/interchange/src/record/record-schema.spec.ts */
if (process.env['LEDGER_UPDATE'] === '1') {
  const config = await resolveConfig(published);
  writeFileSync(published, await format(JSON.stringify(recordJsonSchema()), { ...config, parser: 'json' }));
}

const ajv = new Ajv2020({ allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const validate = ajv.compile(recordJsonSchema());

test('the published schema is the one that recording goes by', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(recordJsonSchema());
});

describe.each(readdirSync(examples).filter((name) => name.endsWith('.yaml')))('examples/%s', (name) => {
  const text = readFileSync(new URL(name, examples), 'utf8');

  test('is valid by the schema', () => {
    const parsed = parseRecordText(text);
    const isValid = 'value' in parsed && validate(parsed.value);
    expect({ isValid, errors: validate.errors }).toEqual({ isValid: true, errors: null });
  });

  test('names the schema for editors in its first line', () => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/schemas/record.schema.json');
  });
});

test.each([
  ['an unknown key', { sauce: 'release' }],
  ['half an anchor', { positions: [{ id: 'p', topic: 't', summary: 's', evidence: [{ start: 1 }] }] }],
  [
    'a criterion without its milestone',
    { commitments: [{ criterion: { type: 'sum-reached', target: '1 USD' } }] },
  ],
])('given %s, then the schema refuses it too', (_, value) => {
  expect(validate(value)).toBe(false);
});
