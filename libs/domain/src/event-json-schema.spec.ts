import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format, resolveConfig } from 'prettier';
import { eventJsonSchema, eventSchemaId, eventShapes, type EventShape } from '#libs/domain';

const golden = new URL('../golden/', import.meta.url);
const published = new URL('../../../docs/schemas/events/', import.meta.url);
const fileOf = ({ type, schema }: EventShape): string => `${type}.v${schema}.json`;

/** To publish changed schemas: LEDGER_UPDATE=1 npm test -- libs/domain/src/event-json-schema.spec.ts */
if (process.env['LEDGER_UPDATE'] === '1') {
  const config = await resolveConfig(new URL('any.json', published));
  if (existsSync(published)) rmSync(published, { recursive: true });
  mkdirSync(published, { recursive: true });
  for (const shape of eventShapes) {
    const text = await format(JSON.stringify(eventJsonSchema(shape)), { ...config, parser: 'json' });
    writeFileSync(new URL(fileOf(shape), published), text);
  }
}

const ajv = new Ajv2020({ allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
for (const shape of eventShapes) ajv.addSchema(eventJsonSchema(shape));

/** What the schema of its own type and version finds wrong with a body. */
function faultsIn(body: { readonly type: string; readonly schema: number }) {
  const id = eventSchemaId(body.type, body.schema);
  return ajv.validate(id, body)
    ? []
    : (ajv.errors ?? []).map(({ instancePath, message }) => [instancePath, message]);
}

type Body = Parameters<typeof faultsIn>[0] & { readonly data: Record<string, unknown> };
const bodyIn = (file: string): Body => JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as Body;
const files = readdirSync(golden);

test('the published schemas are those of every type and version ever written', () => {
  expect(readdirSync(published).sort()).toEqual(eventShapes.map(fileOf).sort());
  for (const shape of eventShapes) {
    const text = readFileSync(new URL(fileOf(shape), published), 'utf8');
    expect(JSON.parse(text)).toEqual(eventJsonSchema(shape));
  }
});

describe.each(files)('the body in %s', (file) => {
  const body = bodyIn(file);

  it('is valid by the schema of its type and version', () => {
    expect(faultsIn(body)).toEqual([]);
  });

  it('is not valid once anything is broken in it', () => {
    const { data } = body;
    const [required = ''] = Object.keys(data);
    const broken = [
      { ...body, data: { ...data, unheardOf: 1 } },
      { ...body, data: { ...data, [required]: { not: 'this' } } },
      { ...body, data: undefined },
      { ...body, id: 'no-uuid' },
      { ...body, version: 0 },
      { ...body, unheardOf: 1 },
    ];
    for (const each of broken) expect(faultsIn(JSON.parse(JSON.stringify(each)) as Body)).not.toEqual([]);
  });
});

it('does not take one type of event for another', () => {
  const [one, other] = [bodyIn('StepTaken.v1.json'), bodyIn('SourceRegistered.v1.json')];
  expect(faultsIn({ ...one, type: 'SourceRegistered' })).toContainEqual(['/data', expect.any(String)]);
  expect(faultsIn({ ...other, type: 'StepTaken' })).toContainEqual(['/data', expect.any(String)]);
});
