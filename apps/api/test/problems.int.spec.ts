import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { problemSchema } from '../src/openapi/schemas.ts';
import { problemCatalogue } from '../src/problems/catalogue.ts';
import { problemsPage } from '../src/problems/problems-page.ts';
import { type Answer, ApiUnderTest } from './api-under-test.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const expectProblem = ({ status, headers, body }: Answer, code: string): void => {
  expect(problemSchema.safeParse(body)).toMatchObject({ success: true });
  expect([body.code, body.type, body.status]).toEqual([code, `/problems/${code}`, status]);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body.instance).toBe(`urn:uuid:${headers.get('x-request-id') ?? ''}`);
};

describe('a problem', () => {
  it('is the answer to an address that is not there', async () => {
    expectProblem(await api.get('/no/such/address'), 'not-found');
    expectProblem(await api.get('/v1/commitments/'), 'not-found');
    expectProblem(await api.get('/docs/package.json'), 'not-found');
  });

  it('is the answer to a wrong method, with those that are right', async () => {
    const answer = await api.ask('DELETE', '/v1/commitments/generators/deliveries');
    expectProblem(answer, 'method-not-allowed');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await api.ask('PATCH', '/v1/commitments')).headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it.each([
    ['{"a":', 'application/json', 'malformed-body', 400],
    ['', 'application/json', 'malformed-body', 400],
    ['[]', 'application/json', 'invalid-body', 422],
    ['{"__proto__":{"x":1}}', 'application/json', 'malformed-body', 400],
    ['<a/>', 'application/xml', 'unsupported-media-type', 415],
    ['{}', '', 'unsupported-media-type', 415],
    ['a: 1', 'application/yaml', 'unsupported-media-type', 415],
    [`"${'x'.repeat(1_100_000)}"`, 'application/json', 'body-too-large', 413],
  ])('is the answer to a body such as %#', async (body, type, code, status) => {
    const answer = await api.ask('POST', '/v1/sources', { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expectProblem(answer, code);
  });

  it('is the answer to a body that is not UTF-8', async () => {
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    expectProblem(
      await api.ask('POST', '/v1/records', { body, headers: { 'content-type': 'application/yaml' } }),
      'malformed-body',
    );
  });

  it('is the answer to a document that is too large', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await api.ask('PUT', `/v1/documents/${'0'.repeat(64)}`, {
      body: 'x'.repeat(5_300_000),
      headers,
    });
    expectProblem(answer, 'body-too-large');
  });

  it('names an unknown parameter and the nearest known', async () => {
    const answer = await api.get('/v1/commitments?comitter=JP&limit=0&validAt=today');
    expectProblem(answer, 'invalid-parameter');
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([
        {
          parameter: 'comitter',
          fault: expect.any(String),
          remedy: expect.stringMatching(/^did you mean committer\?/),
        },
        { parameter: 'limit', fault: 'must be from 1 to 200' },
        { parameter: 'validAt', fault: 'is not a calendar day, YYYY-MM-DD' },
      ]),
    );
    expectProblem(await api.post('/v1/records?dryrun=true', {}), 'invalid-parameter');
    expectProblem(await api.get('/v1/commitments?limit=1&limit=2'), 'invalid-parameter');
  });

  it('is the answer to an address that cannot be decoded', async () => {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const { hostname, port } = new URL(api.url);
      httpRequest({ hostname, port, path: '/v1/%E0%A4%A' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          const headers = new Headers(response.headers as Record<string, string>);
          resolve({ status: response.statusCode ?? 0, headers, text, body: JSON.parse(text) });
        });
      })
        .on('error', reject)
        .end();
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('malformed-request');
  });

  it('is the answer to what is not HTTP', async () => {
    const { hostname, port } = new URL(api.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      let all = '';
      socket.setEncoding('utf8').on('data', (part: string) => (all += part));
      socket
        .on('end', () => {
          resolve(all);
        })
        .on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('tells nothing of what is inside when something breaks, and is found in the log by its instance', async () => {
    const admin = database.pool('admin');
    await admin.query('alter table ledger.api_keys rename to api_keys_away');
    try {
      const answer = await api.get('/v1/keys');
      expectProblem(answer, 'internal-error');
      expect(answer.text).not.toMatch(/api_keys|relation|select/);
      const id = answer.headers.get('x-request-id') ?? '';
      expect(api.logged.filter((line) => line.includes(id))).toEqual([expect.stringContaining('api_keys')]);
    } finally {
      await admin.query('alter table ledger.api_keys_away rename to api_keys');
    }
  });
});

describe('the catalogue of problems', () => {
  it('is the page docs/problems.md, to the letter', async () => {
    const page = await readFile(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
    expect(page).toBe(problemsPage());
  });

  it('is served at the address that is the type of each problem', async () => {
    for (const code of Object.keys(problemCatalogue)) {
      const { status, text } = await api.get(`/problems/${code}`, { key: null });
      expect([status, text]).toEqual([200, expect.stringContaining(`## ${code}`)]);
    }
    expect((await api.get('/problems/toString')).status).toBe(404);
  });
});
