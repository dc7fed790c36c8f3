import { eventShapes, type EventEnvelope, type RecordedEvent } from '#libs/domain';
import { changeMessage, toMessage } from '#libs/messaging';
import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CloudEvent } from 'cloudevents';
import { readdirSync, readFileSync } from 'node:fs';
import { type AsyncApiDocument } from '../src/asyncapi/asyncapi.ts';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;
interface Listed {
  readonly title: string;
  readonly path: string;
  readonly id: string;
}
let listed: readonly Listed[];

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  ({ items: listed } = (await api.get('/schemas', { key: null })).body as { items: readonly Listed[] });
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const withFormats = <Validator>(ajv: Validator): Validator => {
  (addFormats as unknown as (to: Validator) => void)(ajv);
  return ajv;
};

describe('the schemas', () => {
  it('are listed with the record file, the change of state, and every type and version of event', () => {
    const changed = 'StateChanged version 1';
    const titles = ['Record', changed, ...eventShapes.map(({ type, schema }) => `${type} version ${schema}`)];
    expect(listed.map(({ title }) => title)).toEqual(titles);
  });

  it('are served where the list says, under the name that the list says, to anybody', async () => {
    for (const { path, id, title } of listed) {
      const { status, headers, body } = await api.get(path, { key: null });
      expect([path, status, body.$id, body.title]).toEqual([path, 200, id, title]);
      expect(headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
      expect(new URL(id).pathname).toBe(path);
    }
  });

  it.each([
    '/schemas/events/TreatyRatified.v1.json',
    '/schemas/changes/StateChanged.v2.json',
    '/schemas/events/StepTaken.v2.json',
    '/schemas/events/..%2frecord.schema.json',
  ])('of what is not there are not found: %s', async (path) => {
    expect((await api.get(path, { key: null })).body.code).toBe('not-found');
  });
});

describe('an event over HTTP', () => {
  it('is a valid CloudEvent to the SDK, whose data is valid by the schema it names', async () => {
    const ajv = withFormats(new Ajv2020({ allErrors: true }));
    for (const { path } of listed) ajv.addSchema((await api.get(path, { key: null })).body as object);
    const { body } = await api.get('/v1/events?limit=1000');
    const items = body.items as readonly { readonly dataschema: string; readonly data: unknown }[];
    expect(items.length).toBeGreaterThan(30);
    for (const item of items) {
      expect(new CloudEvent(item as never).validate()).toBe(true);
      expect(ajv.validate(item.dataschema, item.data) ? [] : ajv.errors).toEqual([]);
    }
    expect((await api.get('/v1/events/1')).body).toEqual(items[0]);
  });

  it('has the attributes that it has as a message in Kafka, and no others', async () => {
    const [stored] = await api.store.readAll({ after: 0, limit: 1 });
    if (!stored) throw new Error('nothing is recorded');
    const { body: item } = await api.get('/v1/events/1');
    const { data: _, datacontenttype, ...attributes } = item as Record<string, unknown>;
    const { headers } = toMessage(stored, { source: String(item.source), generation: 1, previous: 0 });
    const inKafka = Object.entries(headers).filter(([name]) => name.startsWith('ce_'));
    expect(datacontenttype).toBe(headers['content-type']);
    expect(
      Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])),
    ).toEqual(Object.fromEntries(inKafka));
  });
});

describe('the AsyncAPI document', () => {
  let document: AsyncApiDocument;
  let ajv: Ajv;
  beforeAll(async () => {
    document = (await api.get('/asyncapi.json', { key: null })).body as AsyncApiDocument;
    ajv = withFormats(new Ajv({ strict: false, allErrors: true }));
    ajv.addSchema(document, 'asyncapi');
  });

  const golden = new URL('../../../libs/domain/golden/', import.meta.url);
  const recorded = (file: string): RecordedEvent => {
    const body = readFileSync(new URL(file, golden), 'utf8').trimEnd();
    const { data: _, ...envelope } = JSON.parse(body) as EventEnvelope;
    return { ...envelope, position: 42, recordedAt: '2026-01-02T03:04:05.678901Z', body };
  };
  const part = (message: string, name: 'headers' | 'payload', value: unknown): unknown => {
    const id = `asyncapi#/channels/events/messages/${message}/${name}`;
    return ajv.validate(id, value)
      ? []
      : (ajv.errors ?? []).map(({ instancePath, message: fault }) => [instancePath, fault]);
  };

  it('has the topic of events with a message for every type and version', () => {
    const names = eventShapes.map(({ type, schema }) => `${type}.v${schema}`);
    expect(document.channels['events']).toMatchObject({
      address: 'ledger.events.v1',
      bindings: { kafka: { topic: 'ledger.events.v1', partitions: 6 } },
    });
    expect(Object.keys(messages())).toEqual(names);
  });

  it.each(readdirSync(golden))(
    'describes the message in which %s is published, headers and payload',
    (file) => {
      const event = recorded(file);
      const { headers, value } = toMessage(event, { source: 'urn:uuid:1', generation: 1, previous: 0 });
      const message = `${event.type}.v${event.schema}`;
      expect(part(message, 'headers', headers)).toEqual([]);
      expect(part(message, 'payload', JSON.parse(value))).toEqual([]);
      expect(Object.keys(headers).filter((name) => !(name in headersIn(message)))).toEqual([]);
      expect(part(message, 'headers', { ...headers, ce_type: 'Other' })).not.toEqual([]);
      expect(part(message, 'payload', { ...(JSON.parse(value) as object), data: {} })).not.toEqual([]);
    },
  );

  const headersIn = (message: string): object => messages()[message]?.headers.properties ?? {};
  const messages = () =>
    document.channels['events']?.['messages'] as Record<string, { headers: { properties: object } }>;

  it('has the topic of changes, both streams over HTTP, and what webhooks are sent', () => {
    expect(document.channels).toMatchObject({
      changes: { address: 'ledger.changes.v1', bindings: { kafka: { partitions: 6 } } },
      eventStream: { address: '/v1/events' },
      changeStream: { address: '/v1/changes' },
      webhooks: { address: null },
    });
    expect(Object.keys(document.channels['webhooks']?.['messages'] as object)).toEqual([
      ...['event', 'change', 'test', 'challenge'],
    ]);
  });

  it('describes a change as it is published, headers and payload, and an event as it is streamed', async () => {
    const stood = { label: 'announced', outcome: 'undetermined', share: { lo: '0', hi: '1' } };
    const facets = {
      normative: 'announced',
      delivery: 'none-known',
      time: 'running',
      evidence: 'unverified',
    };
    const change = {
      ...{
        commitment: 'tents',
        title: 'Ten tents',
        kind: 'goods',
        committers: ['JP'],
        beneficiaries: ['UA'],
      },
      ...{ from: null, to: { ...stood, facets }, validAt: '2024-11-17', derivation: [], omitted: 0 },
      event: {
        ...{ id: '0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11', type: 'CommitmentAnnounced', position: 42 },
        ...{ stream: 'commitment-tents', actor: 'desk', recordedAt: '2024-11-17T08:00:00.000001Z' },
      },
    };
    const { headers, value } = changeMessage(
      {
        ...{ number: 7, position: 42, stream: 'commitment-tents', id: change.event.id },
        ...{ recordedAt: change.event.recordedAt, body: JSON.stringify(change) },
      },
      { source: 'urn:uuid:1', generation: 1, previous: 0 },
    );
    const of = (channel: string, message: string, name: string, it: unknown): unknown =>
      ajv.validate(`asyncapi#/channels/${channel}/messages/${message}/${name}`, it) ? [] : ajv.errors;
    expect(of('changes', 'StateChanged.v1', 'headers', headers)).toEqual([]);
    expect(of('changes', 'StateChanged.v1', 'payload', JSON.parse(value))).toEqual([]);
    expect(of('changes', 'StateChanged.v1', 'headers', { ...headers, ce_type: 'Other' })).not.toEqual([]);
    expect(of('changes', 'StateChanged.v1', 'payload', { ...change, to: 'fulfilled' })).not.toEqual([]);
    const { body: item } = await api.get('/v1/events/1');
    expect(of('eventStream', 'event', 'payload', item)).toEqual([]);
    expect(of('webhooks', 'event', 'payload', { ...item, position: 'first' })).not.toEqual([]);
  });

  it('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    const missing = references.filter(
      (path) =>
        path
          .split('/')
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document) ===
        undefined,
    );
    expect(missing).toEqual([]);
    expect(references.length).toBeGreaterThan(100);
  });
});
