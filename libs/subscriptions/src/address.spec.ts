import { type AddressRules, LONGEST_ADDRESS, parseAddress } from './address.ts';
import { parseNetworks } from './public-address.ts';

const allowing = (text: string): AddressRules => {
  const parsed = parseNetworks(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return { networks: parsed.networks };
};

describe('the address of a webhook', () => {
  it.each([
    ['https://example.org/hooks', 'https://example.org/hooks'],
    ['https://example.org', 'https://example.org/'],
    ['HTTPS://Example.ORG:443/a/../b?c=d', 'https://example.org/b?c=d'],
    ['https://example.org:8443/', 'https://example.org:8443/'],
    ['https://bücher.example.org/', 'https://xn--bcher-kva.example.org/'],
    ['https://8.8.8.8/x', 'https://8.8.8.8/x'],
    ['https://0x08080808/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['https://example.org./', 'https://example.org./'],
    ['https://1.example.org/', 'https://1.example.org/'],
    ['https://local.example.org/', 'https://local.example.org/'],
    ['https://notlocalhost.org/', 'https://notlocalhost.org/'],
  ])('%s is kept as %s', (text, url) => {
    expect(parseAddress(text, {})).toEqual({ url });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['127.0.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['0x7F.0.0.1', '127.0.0.1'],
    ['0177.0.0.01', '127.0.0.1'],
    ['0x7f.0x0.0x0.0x1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['127。0。0。1', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['①②⑦.0.0.1', '127.0.0.1'],
    ['%31%32%37.0.0.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['0.0.0.0', '0.0.0.0'],
    ['10.0.0.1', '10.0.0.1'],
    ['172.16.0.1', '172.16.0.1'],
    ['192.168.1.1', '192.168.1.1'],
    ['3232235777', '192.168.1.1'],
    ['100.100.100.200', '100.100.100.200'],
    ['169.254.169.254', '169.254.169.254'],
    ['2852039166', '169.254.169.254'],
    ['0xA9FEA9FE', '169.254.169.254'],
    ['0251.0376.0251.0376', '169.254.169.254'],
    ['169.254.43518', '169.254.169.254'],
    ['168.63.129.16', '168.63.129.16'],
    ['192.0.0.192', '192.0.0.192'],
    ['198.18.0.1', '198.18.0.1'],
    ['224.0.0.1', '224.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['[::]', '::'],
    ['[::1]', '::1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['[::127.0.0.1]', '::7f00:1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['[::ffff:7f00:1]', '::ffff:7f00:1'],
    ['[::ffff:a9fe:a9fe]', '::ffff:a9fe:a9fe'],
    ['[::ffff:8.8.8.8]', '::ffff:808:808'],
    ['[::ffff:0:127.0.0.1]', '::ffff:0:7f00:1'],
    ['[64:ff9b::169.254.169.254]', '64:ff9b::a9fe:a9fe'],
    ['[64:ff9b:1::7f00:1]', '64:ff9b:1::7f00:1'],
    ['[2002:7f00:1::]', '2002:7f00:1::'],
    ['[2001:0:4136:e378:8000:63bf:80ff:fffe]', '2001:0:4136:e378:8000:63bf:80ff:fffe'],
    ['[fd00:ec2::254]', 'fd00:ec2::254'],
    ['[fe80::1]', 'fe80::1'],
    ['[fec0::1]', 'fec0::1'],
    ['[ff02::1]', 'ff02::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[5f00::1]', '5f00::1'],
  ])('is refused with the host %s, which is %s', (host, ip) => {
    expect(parseAddress(`https://${host}/`, {})).toEqual({
      fault: `names ${ip}, which is not a public address`,
      remedy: 'use the public name of a host',
    });
  });

  it.each([
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'printer.local', 'metadata.google.internal'],
    ...['metadata', 'kubernetes.default.svc.cluster.local', 'kafka', 'router.home.arpa', 'nas.lan', 'a.corp'],
    ...['instance-data.ec2.internal', 'metadata.goog', 'metadata.tencentyun.com', 'x.test', 'x.onion'],
    ...['l%6Fcalhost', 'locaⅼhost', 'localhost.localdomain', 'wiki.intranet', `${'a'.repeat(63)}.example`],
  ])('is refused with the host %s, which is no public name', (host) => {
    expect(parseAddress(`https://${host}/`, {})).toEqual({
      fault: expect.stringMatching(/^names ".{1,60}", which is no public name$/),
      remedy: 'use the public name of a host',
    });
  });

  it.each([
    ['', 'is not an absolute URL'],
    ['/hooks', 'is not an absolute URL'],
    ['example.org/hooks', 'is not an absolute URL'],
    ['https://', 'is not an absolute URL'],
    ['https://1.2.3.4.5/', 'is not an absolute URL'],
    ['https://256.0.0.1/', 'is not an absolute URL'],
    ['https://[fe80::1%25eth0]/', 'is not an absolute URL'],
    ['https://[::1/', 'is not an absolute URL'],
    ['https://exa<mple.org/', 'is not an absolute URL'],
    ['https://example.org:99999/', 'is not an absolute URL'],
    ['http://example.org/', 'begins with http:'],
    ['ftp://example.org/', 'begins with ftp:'],
    ['file:///etc/passwd', 'begins with file:'],
    ['javascript:alert(1)', 'begins with javascript:'],
    ['unix:/var/run/docker.sock', 'begins with unix:'],
    ['https://me@example.org/', 'holds a user or a password'],
    ['https://me:secret@example.org/', 'holds a user or a password'],
    ['https://8.8.8.8\\@127.0.0.1/', undefined],
    ['https://example.org/#a', 'has a fragment'],
    ['https://example.org/#', 'has a fragment'],
    [' https://example.org/', 'holds a space or a control character'],
    ['https://example.org/ ', 'holds a space or a control character'],
    ['https://local\thost/', 'holds a space or a control character'],
    ['https://example.org/\r\nHost:%20a', 'holds a space or a control character'],
    ['https://example.org/\u0000', 'holds a space or a control character'],
    [`https://example.org/${'a'.repeat(LONGEST_ADDRESS)}`, 'has 2,068 characters'],
    [`https://example.org/${'é'.repeat(1_000)}`, 'has 6,020 characters'],
  ])('%j is refused: it %s', (text, fault) => {
    const parsed = parseAddress(text, {});
    expect('fault' in parsed ? parsed.fault : undefined).toBe(fault);
    if ('fault' in parsed) expect(parsed.remedy).toMatch(/\w/);
  });

  it('is as long as it may be', () => {
    const longest = `https://example.org/${'a'.repeat(LONGEST_ADDRESS - 20)}`;
    expect(parseAddress(longest, {})).toEqual({ url: longest });
  });

  it('begins with http: where the operator allows that, and then it is no less public', () => {
    expect(parseAddress('http://example.org/', { allowHttp: true })).toEqual({ url: 'http://example.org/' });
    expect(parseAddress('ftp://example.org/', { allowHttp: true })).toEqual({
      fault: 'begins with ftp:',
      remedy: 'use https: or http:',
    });
    expect(parseAddress('http://127.0.0.1/', { allowHttp: true })).toHaveProperty('fault');
  });

  it('is in a network that the operator allows, by number or by any name', () => {
    const rules = allowing('127.0.0.0/8,fd12::/16');
    for (const host of ['127.0.0.1', '2130706433', '[fd12::1]', 'localhost', 'hooks', 'hooks.corp']) {
      expect(parseAddress(`https://${host}/`, rules)).toHaveProperty('url');
    }
    for (const host of ['10.0.0.1', '169.254.169.254', '[::1]', '[::ffff:127.0.0.1]']) {
      expect(parseAddress(`https://${host}/`, rules)).toHaveProperty('fault');
    }
  });
});
