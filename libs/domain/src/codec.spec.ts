import { readdirSync, readFileSync } from 'node:fs';
import {
  dataIn,
  decode,
  encodeBody,
  eventSchemas,
  schemaVersion,
  UnreadableEvent,
  type EventType,
} from '#libs/domain';

const golden = new URL('../golden/', import.meta.url);
const files = readdirSync(golden).sort();

describe('events written by any build so far', () => {
  const everWritten = (Object.keys(eventSchemas) as EventType[]).flatMap((type) =>
    Array.from({ length: schemaVersion(type) }, (_, index) => `${type}.v${index + 1}.json`),
  );

  it('each have a golden file, by type and version, and some more for the words an amount may be stated in', () => {
    const versions = files.map((file) => file.replace(/^(\w+\.v\d+)\.[a-z-]+\.json$/, '$1.json'));
    expect([...new Set(versions)]).toEqual(everWritten.sort());
  });

  it.each(files)('%s is still read', (file) => {
    const [type = '', version = ''] = file.split('.');
    const body = readFileSync(new URL(file, golden), 'utf8').trimEnd();
    const event = decode({ type, schema: Number(version.slice(1)), body });
    expect(event.type).toBe(type);
    if (Number(version.slice(1)) === schemaVersion(type as EventType)) {
      expect(
        encodeBody({ ...(JSON.parse(body) as never as Parameters<typeof encodeBody>[0]), data: event.data }),
      ).toBe(body);
    }
  });
});

describe('an event this build cannot read', () => {
  const body = '{"data":{}}';

  it.each([
    ['of a type it never heard of', { type: 'TreatyRatified', schema: 1, body }],
    ['newer than it knows', { type: 'StepTaken', schema: 99, body }],
    ['that is not its shape', { type: 'StepTaken', schema: 1, body }],
    ['that is not JSON', { type: 'StepTaken', schema: 1, body: '{' }],
  ])('is refused by name: one %s', (_, event) => {
    expect(() => decode(event)).toThrow(UnreadableEvent);
  });
});

describe('the data in a body', () => {
  const envelope = {
    ...{
      actor: 'desk-officer',
      correlationId: 'c',
      id: 'i',
      occurred: '2024',
      schema: 1,
      stream: 's',
      type: 'T',
    },
    version: 1,
  };
  const bodies: readonly (readonly [string, string])[] = [
    ['as it is sealed', encodeBody({ ...envelope, data: { a: [1], b: ',"id":"' } })],
    ['with a cause', encodeBody({ ...envelope, causationId: 'k', data: { a: 'x' } })],
    ['by an actor whose name is escaped', encodeBody({ ...envelope, actor: 'say "data"', data: { a: 1 } })],
    ['that looks like an envelope', encodeBody({ ...envelope, data: { ...envelope, data: {} } })],
    ['that is no object', encodeBody({ ...envelope, data: 'text' })],
    ['in another order', JSON.stringify({ data: { a: 1 }, ...envelope })],
    ['with white space', JSON.stringify({ ...envelope, data: { a: 1 } }, null, 2)],
    ['that is there twice', encodeBody({ ...envelope, data: 'x' }).replace('"x"', '{"a":1},"data":{"a":2}')],
    ['that is not there', '{}'],
  ];

  it.each(bodies)('is what the whole of it tells: of one %s', (_, body) => {
    expect(dataIn({ body })).toEqual((JSON.parse(body) as { data: unknown }).data);
  });

  it.each([
    ['cut off', encodeBody({ ...envelope, data: { a: 1 } }).slice(0, -1)],
    ['with more after its end', `${encodeBody({ ...envelope, data: { a: 1 } })}}`],
    ['with data that is not JSON', encodeBody({ ...envelope, data: 'x' }).replace('"x"', '{"a":1')],
    ['with a line break in its actor', encodeBody({ ...envelope, data: 1 }).replace('desk', 'd\nsk')],
    [
      'with a number that JSON does not know',
      encodeBody({ ...envelope, data: 1 }).replace('schema":1', 'schema":01'),
    ],
  ])('is not told of one that is not JSON: %s', (_, body) => {
    expect(() => dataIn({ body })).toThrow(SyntaxError);
  });
});
