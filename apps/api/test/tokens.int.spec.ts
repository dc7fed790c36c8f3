import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ApiUnderTest } from './api-under-test.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let server: Server;
let issuer: string;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  database = await cloneDatabase();
  keys = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' };
  server = createServer((request, response) => {
    const answer =
      request.url === '/.well-known/openid-configuration'
        ? { issuer, jwks_uri: `${issuer}/keys` }
        : { keys: [jwk] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  api = await ApiUnderTest.start(database, {
    oidc: { issuer, audience: 'commitment-ledger', roleClaim: 'realm_access.roles' },
  });
});
afterAll(async () => {
  await api.stop();
  server.close();
  await database.drop();
});

const token = (claims: JWTPayload = {}, key = keys.privateKey): Promise<string> =>
  new SignJWT({ realm_access: { roles: ['recorder', 'other'] }, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(typeof claims.iss === 'string' ? claims.iss : issuer)
    .setAudience(typeof claims.aud === 'string' ? claims.aud : 'commitment-ledger')
    .setSubject('desk-officer-7')
    .setExpirationTime(claims.exp ?? '5m')
    .sign(key);

describe('a token of the issuer', () => {
  it('opens the door for the role it names, and its subject stands on what is recorded', async () => {
    const source = { publisher: 'P', title: 'T', published: '2024', language: 'en' };
    const { status, body } = await api.post('/v1/sources', source, { key: await token() });
    expect(status).toBe(201);
    expect((await api.get(`/v1/events/${body.position}`)).body.data.actor).toBe('oidc:desk-officer-7');
    expect((await api.get('/v1/keys', { key: await token() })).status).toBe(403);
    expect(
      (await api.get('/v1/keys', { key: await token({ realm_access: { roles: 'admin' } }) })).status,
    ).toBe(200);
  });

  it('without a role of ours is known and allowed nothing', async () => {
    const { status, body } = await api.get('/v1/commitments', { key: await token({ realm_access: {} }) });
    expect([status, body.detail]).toEqual([403, expect.stringContaining('has no role')]);
  });

  it('that is expired, for others, from others or signed by others opens nothing', async () => {
    const stranger = await generateKeyPair('ES256');
    const [header = '', payload = ''] = (await token()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const key of [
      await token({ exp: Math.floor(Date.now() / 1000) - 60 }),
      await token({ aud: 'another-service' }),
      await token({ iss: 'https://elsewhere.example' }),
      await token({}, stranger.privateKey),
      `${header}.${payload}.AAAA`,
      unsigned,
    ]) {
      const { status, body } = await api.get('/v1/commitments', { key });
      expect([status, body.code]).toEqual([401, 'invalid-credentials']);
    }
  });
});
