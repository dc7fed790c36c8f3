import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ApiUnderTest } from './api-under-test.ts';

let database: TestDatabase;
let api: ApiUnderTest;
interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { operationId: string; summary?: string; responses: Record<string, unknown> }>
  >;
  readonly webhooks: Record<
    string,
    {
      readonly post?: {
        readonly parameters: readonly { readonly name: string }[];
        readonly requestBody?: {
          readonly content: Record<string, { readonly schema: { readonly $ref: string } }>;
        };
      };
    }
  >;
  readonly components: { readonly schemas: Record<string, object> };
}
let document: OpenApiDocument;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  document = (await api.get('/openapi.json', { key: null })).body as OpenApiDocument;
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result.errors ?? []).toEqual([]);
    expect([result.valid, document.openapi]).toEqual([true, '3.1.0']);
  });

  it('describes each route there is, and none that is not', () => {
    const routed = api.running.routes.routes
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}')}`);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routed.sort());
  });

  it('says of each what it is for, what it answers and what may go wrong', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    for (const { operationId, summary, responses } of operations) {
      expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/\w/)]);
      expect(Object.keys(responses).some((status) => /^[23]/.test(status))).toBe(true);
      expect(responses['500']).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      });
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('describes what is sent to the addresses of subscriptions', () => {
    const sent = Object.entries(document.webhooks).map(([name, { post }]) => [
      name,
      Object.values(post?.requestBody?.content ?? {}).map(({ schema }) => schema.$ref),
      post?.parameters.map((header) => header.name),
    ]);
    const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'ledger-attempt'];
    expect(sent).toEqual([
      ['event', ['#/components/schemas/Event'], [...signed, 'ledger-position']],
      ['change', ['#/components/schemas/NumberedChange'], [...signed, 'ledger-number']],
      ['test', ['#/components/schemas/SubscriptionTest'], signed],
      ['challenge', ['#/components/schemas/SubscriptionChallenge'], signed],
    ]);
  });

  it('leads nowhere that it does not go', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target ?? '',
    );
    const missing = references.filter(
      (target) => !(target.replace('#/components/schemas/', '') in document.components.schemas),
    );
    expect(missing).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('describes the body of every command by a schema of its own', () => {
    const bodies = Object.entries(document.paths).flatMap(([path, methods]) => {
      const { post } = methods as {
        post?: { requestBody?: { content: Record<string, { schema: { $ref?: string } }> } };
      };
      return post ? [[path, post.requestBody?.content['application/json']?.schema.$ref]] : [];
    });
    expect(Object.fromEntries(bodies)).toMatchObject({
      '/v1/records': '#/components/schemas/Record',
      '/v1/commitments': '#/components/schemas/NewCommitment',
      '/v1/commitments/{id}/deliveries': '#/components/schemas/NewDelivery',
    });
  });
});

describe('the documentation', () => {
  it('is a page with nothing from elsewhere', async () => {
    const start = await api.get('/', { key: null });
    expect([start.status, start.headers.get('location')]).toEqual([302, '/docs']);
    const page = await api.get('/docs', { key: null });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
    expect(page.text).not.toMatch(/https?:/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([file, (await api.get(file ?? '', { key: null })).status]).toEqual([file, 200]);
    }
  });

  it('has the JSON Schema of a record', async () => {
    const { body, headers } = await api.get('/schemas/record.schema.json', { key: null });
    expect(headers.get('content-type')).toMatch(/^application\/schema\+json/);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(body);
    expect(validate({ positions: 3 })).toBe(false);
  });
});
