import { z } from 'zod';
import { addressEnvironment, addressRulesOf } from './address-rules.ts';
import { parseAddress } from './address.ts';

const environment = z.object(addressEnvironment);

describe('the settings for addresses', () => {
  it('allow nothing but https to public addresses where nothing is set', () => {
    expect(addressRulesOf(environment.parse({}))).toEqual({ allowHttp: false, networks: [] });
  });

  it('allow http and networks by name', () => {
    const rules = addressRulesOf(
      environment.parse({ WEBHOOKS_ALLOW_HTTP: 'true', WEBHOOKS_ALLOWED_NETWORKS: '127.0.0.0/8, fd12::/16' }),
    );
    expect(parseAddress('http://127.0.0.1:9000/', rules)).toEqual({ url: 'http://127.0.0.1:9000/' });
    expect(parseAddress('http://10.0.0.1/', rules)).toHaveProperty('fault');
  });

  it.each([
    [{ WEBHOOKS_ALLOW_HTTP: 'yes' }, 'must be true or false'],
    [{ WEBHOOKS_ALLOWED_NETWORKS: '10.0.0.0' }, 'names no network: "10.0.0.0": write it as 10.1.0.0/16'],
  ])('are refused as %j', (env, message) => {
    expect(environment.safeParse(env).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
