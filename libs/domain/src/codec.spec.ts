import { readdirSync, readFileSync } from 'node:fs';
import {
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
