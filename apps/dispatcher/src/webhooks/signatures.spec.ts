import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { signaturesOf } from './signatures.ts';

const whsec = () => `whsec_${randomBytes(32).toString('base64')}`;

const headersOf = (messageId: string, timestamp: number, signature: string) => ({
  'webhook-id': messageId,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signature,
});

describe('the signatures of a webhook', () => {
  it('are what the library of Standard Webhooks verifies, of any body, by each key that signs', () => {
    fc.assert(
      fc.property(fc.json(), fc.uuid(), (body, messageId) => {
        const secrets = [whsec(), whsec(), whsec()];
        const timestamp = Math.floor(Date.now() / 1_000);
        const signature = signaturesOf({ messageId, timestamp, body }, secrets);
        for (const secret of secrets)
          new Webhook(secret).verify(body, headersOf(messageId, timestamp, signature));
        expect(() => new Webhook(whsec()).verify(body, headersOf(messageId, timestamp, signature))).toThrow();
        expect(() =>
          new Webhook(secrets[0] ?? '').verify(`${body} `, headersOf(messageId, timestamp, signature)),
        ).toThrow();
      }),
      { numRuns: 20 },
    );
  });

  it('is what anybody verifies by the public key, where the secret is one of Ed25519', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
    const signed = { messageId: 'event', timestamp: 1_731_769_200, body: '{"ї":"є"}' };
    const [version, base64 = ''] = signaturesOf(signed, [`whsk_${seed.toString('base64')}`]).split(',');
    expect(version).toBe('v1a');
    const content = Buffer.from('event.1731769200.{"ї":"є"}');
    expect(verify(null, content, publicKey, Buffer.from(base64, 'base64'))).toBe(true);
    expect(verify(null, Buffer.from('event.1731769201.{}'), publicKey, Buffer.from(base64, 'base64'))).toBe(
      false,
    );
  });

  it('stand beside one another with spaces between them', () => {
    const signed = { messageId: 'event', timestamp: 1, body: '{}' };
    expect(signaturesOf(signed, [whsec(), `whsk_${randomBytes(32).toString('base64')}`])).toMatch(
      /^v1,[A-Za-z0-9+/]+=* v1a,[A-Za-z0-9+/]+=*$/,
    );
  });
});
