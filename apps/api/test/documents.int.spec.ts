import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { createHash } from 'node:crypto';
import { ApiUnderTest } from './api-under-test.ts';
import { document, meetingRecord } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

describe('a source document', () => {
  const put = (sha256: string, headers = { 'content-type': 'text/plain' }) =>
    api.ask('PUT', `/v1/documents/${sha256}`, { body: document.text, headers });

  it('is kept by its hash and given back byte for byte', async () => {
    expect((await put(document.sha256)).status).toBe(201);
    expect((await put(document.sha256)).status).toBe(200);
    const { status, text, headers } = await api.get(`/v1/documents/${document.sha256}`);
    expect([status, text, headers.get('content-type')]).toEqual([200, document.text, 'text/plain']);
  });

  it('of another hash is refused', async () => {
    const { status, body } = await put('0'.repeat(64));
    expect([status, body.code]).toEqual([422, 'document-mismatch']);
    expect((await api.get(`/v1/documents/${'0'.repeat(64)}`)).body.code).toBe('not-found');
  });

  it('given it is stored, then every anchor is checked, and a wrong one refuses the record with its place', async () => {
    await put(document.sha256);
    expect((await api.post('/v1/records?dryRun=true', meetingRecord)).body.warnings).toEqual([]);
    const [generators, pressure] = meetingRecord.commitments;
    const wrong = { ...document.anchor('Japan'), start: 3, end: 8 };
    const { status, body } = await api.post('/v1/records', {
      ...meetingRecord,
      commitments: [{ ...generators, evidence: [wrong] }, pressure],
    });
    expect([status, body.code]).toEqual([422, 'anchor-mismatch']);
    expect(body.errors).toMatchObject([{ pointer: '/commitments/0/evidence/0', remedy: expect.any(String) }]);
    expect((await api.store.head()).position).toBe(0);
  });

  it('that is JSON is kept as it was sent', async () => {
    const text = '{ "b":1,\n "a":2 }';
    const path = `/v1/documents/${createHash('sha256').update(text).digest('hex')}`;
    await api.ask('PUT', path, { body: text, headers: { 'content-type': 'application/json' } });
    expect((await api.get(path)).text).toBe(text);
  });
});
