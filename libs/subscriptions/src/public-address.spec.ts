import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isAllowedAddress, isPublicAddress, type Network, parseNetworks } from './public-address.ts';

const networksOf = (text: string): readonly Network[] => {
  const parsed = parseNetworks(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.networks;
};

/** The IANA special-purpose registries of October 2025, and what stands outside them and is no public host either. */
const special4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '255.255.255.255/32', '168.63.129.16/32'],
];
const special6 = [
  ...['::/128', '::1/128', '::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'],
  ...['100::/64', '100:0:0:1::/64', '2001::/23', '2001::/32', '2001:2::/48', '2001:3::/32'],
  ...['2001:4:112::/48', '2001:10::/28', '2001:20::/28', '2001:30::/28', '2001:db8::/32', '2002::/16'],
  ...['2620:4f:8000::/48', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
  ...['4000::/3', '8000::/1', '200::/7'],
];

/** An address of the network: its first bits, then any. */
const inside = (network: string): fc.Arbitrary<string> => {
  const [first, bits] = ipaddr.parseCIDR(network);
  const bytes = first.toByteArray();
  return fc.array(fc.nat(255), { minLength: bytes.length, maxLength: bytes.length }).map((chance) => {
    const mixed = bytes.map((byte, at) => {
      const kept = Math.max(0, Math.min(8, bits - at * 8));
      const mask = (0xff << (8 - kept)) & 0xff;
      return (byte & mask) | ((chance[at] ?? 0) & ~mask & 0xff);
    });
    return ipaddr.fromByteArray(mixed).toString();
  });
};

describe('a public address', () => {
  it.each([...special4, ...special6])('is none of %s', (network) => {
    const [first] = ipaddr.parseCIDR(network);
    expect(isPublicAddress(first.toString())).toBe(false);
    fc.assert(fc.property(inside(network), (ip) => !isPublicAddress(ip)));
  });

  it.each([
    ...[
      '1.1.1.1',
      '8.8.8.8',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
    ],
    ...['128.0.0.1', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255'],
    ...['192.0.1.0', '192.0.3.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'],
    ...['198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255', '168.63.129.17'],
    ...[
      '2606:4700:4700::1111',
      '2a00:1450:4001:831::200e',
      '2001:200::1',
      '2400::1',
      '3ffe::1',
      '2620:4f::1',
    ],
  ])('is %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it.each([
    ...['::ffff:1.1.1.1', '::ffff:101:101', '::1.1.1.1', '64:ff9b::1.1.1.1', '64:ff9b:1::101:101'],
    ...['2002:101:101::1', '2001:0:101:101::1', '2606:4700::5efe:1.1.1.1', '2606:4700::200:5efe:7f00:1'],
  ])('is not %s, which holds one of IPv4', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
    expect(isAllowedAddress(ip, networksOf('::/0,0.0.0.0/0'))).toBe(false);
  });

  it.each([
    ...['', 'example.org', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '1.1.1', '1.1.1.1.1', '1.1.1.256'],
    ...['1.1.1.1/32', ' 1.1.1.1', '01.1.1.1', '[2606:4700::1]', '2606:4700::1%eth0', 'fe80::1%1', '::g'],
  ])('is not %j, which is no address as a resolver writes it', (text) => {
    expect(isPublicAddress(text)).toBe(false);
    expect(isAllowedAddress(text, networksOf('::/0,0.0.0.0/0'))).toBe(false);
  });
});

describe('an allowed address', () => {
  it('is public, or in a network of the same family that the operator names', () => {
    const networks = networksOf(' 10.1.0.0/16, ::1/128,,127.0.0.1/32 ');
    const allowed = ['10.1.2.3', '::1', '127.0.0.1', '8.8.8.8', '2606:4700::1'];
    const refused = ['10.2.0.1', '::2', '127.0.0.2', '169.254.169.254', '::ffff:10.1.2.3', 'fe80::1'];
    expect(allowed.filter((ip) => isAllowedAddress(ip, networks))).toEqual(allowed);
    expect(refused.filter((ip) => isAllowedAddress(ip, networks))).toEqual([]);
    expect(isAllowedAddress('10.1.2.3', [])).toBe(false);
  });

  it('has networks that are written in full', () => {
    expect(parseNetworks('')).toEqual({ networks: [] });
    for (const wrong of ['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'intranet', '10.0.0.0/8;fd00::/8']) {
      expect(parseNetworks(`127.0.0.1/32,${wrong}`)).toEqual({
        fault: `names no network: ${JSON.stringify(wrong)}`,
        remedy: 'write it as 10.1.0.0/16',
      });
    }
  });
});
