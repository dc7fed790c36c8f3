import { type AddressRules, isAllowedAddress } from '#libs/subscriptions';
import { Resolver } from 'node:dns/promises';
import { type LookupFunction } from 'node:net';

/** The addresses of a host. @throws where it has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const ASK = { timeout: 2_000, tries: 2 };

/**
 * The addresses of a host, from DNS alone. Not by getaddrinfo: that blocks one of four threads of the process for as long as
 * a name server is silent, and four names that somebody has for such servers would hold up everybody. A name at localhost is
 * this machine (RFC 6761 §6.3).
 */
export const resolveByDns: Resolve = async (hostname) => {
  const name = hostname.replace(/\.$/, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  const resolver = new Resolver(ASK);
  const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = asked.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  const [failed] = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (addresses.length === 0) throw failed;
  return addresses;
};

/** The name leads where nothing is sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'address-refused';
  constructor(hostname: string, ip: string) {
    super(`${hostname} leads to ${ip}, which is not a public address`);
  }
}

/**
 * How a connection finds its address: the name is looked up once, every address that it has is judged, and nothing but what
 * was judged is connected to. So there is no moment between the check and the use in which an answer could change; and a
 * name with one address that is not allowed among others is not called at all.
 */
export const judgedLookup =
  (resolve: Resolve, { networks = [] }: AddressRules): LookupFunction =>
  (hostname, { all, family }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const refused = addresses.find((ip) => !isAllowedAddress(ip, networks));
        if (refused !== undefined) {
          callback(new AddressRefused(hostname, refused), '');
          return;
        }
        const found = addresses
          .map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
          .filter((each) => (family !== 4 && family !== 6 ? true : each.family === family));
        const [first] = found;
        if (first === undefined) callback(new Error(`${hostname} has no address`), '');
        else if (all === true) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), '');
      },
    );
  };
