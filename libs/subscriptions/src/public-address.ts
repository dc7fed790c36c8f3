import ipaddr from 'ipaddr.js';

/** A network: its first address, and how many bits of it count. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The networks of a list, or the first entry that is none. */
export type ParsedNetworks =
  { readonly networks: readonly Network[] } | { readonly fault: string; readonly remedy: string };

/** Networks in CIDR notation (RFC 4632, RFC 4291 §2.3) with commas between them: `10.1.0.0/16,fd12::/48`. */
export function parseNetworks(text: string): ParsedNetworks {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !ipaddr.isValidCIDR(entry));
  if (wrong !== undefined) {
    return { fault: `names no network: ${JSON.stringify(wrong)}`, remedy: 'write it as 10.1.0.0/16' };
  }
  return { networks: entries.map((entry) => ipaddr.parseCIDR(entry)) };
}

/**
 * Whether an IP address, in the text that a resolver or the WHATWG URL Standard gives, is one that anybody may be asked
 * to call. Public is what no entry of the IANA special-purpose registries (RFC 6890) covers, not even one that is
 * globally reachable: relays and anycast services take no webhooks. Of IPv6 nothing but 2000::/3 is handed out
 * (RFC 4291 §2.4, RFC 3513), and an address with IPv4 inside is refused whatever it holds: mapped, compatible, 6to4,
 * Teredo, NAT64 and ISATAP would lead where the IPv4 address itself may not. What is no address is not public.
 */
export function isPublicAddress(ip: string): boolean {
  const address = addressOf(ip);
  return address !== undefined && isPublic(address);
}

/** Whether an IP address is public, or in a network that an operator allows. IPv4 inside IPv6 is in none. */
export function isAllowedAddress(ip: string, networks: readonly Network[]): boolean {
  const address = addressOf(ip);
  if (address === undefined) return false;
  return isPublic(address) || (!holdsIpv4(address) && networks.some((network) => isWithin(address, network)));
}

/** Four decimal parts, or IPv6 without a zone: the forms beside them are a parser's guess, and no resolver's answer. */
function addressOf(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) return ipaddr.IPv4.parse(ip);
  return ip.includes(':') && !ip.includes('%') && ipaddr.IPv6.isValid(ip) ? ipaddr.IPv6.parse(ip) : undefined;
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [first, bits]: Network): boolean {
  return address.kind() === first.kind() && address.match(first, bits);
}

const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** Azure's wire server answers every machine of theirs there, with its secrets, and stands in no registry. */
const wireServer = ipaddr.parseCIDR('168.63.129.16/32');

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' &&
  !holdsIpv4(address) &&
  (address.kind() === 'ipv6' ? isWithin(address, globalUnicast) : !isWithin(address, wireServer));

const holders = ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48']
  .concat(['2001::/32', '2002::/16'])
  .map((network) => ipaddr.parseCIDR(network));

/** Whether it is IPv6 that a translator or tunnel would take for IPv4. `::1` is not: that is a host of its own. */
function holdsIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return false;
  const { parts } = address;
  const isLoopback = parts.every((part, at) => part === (at === 7 ? 1 : 0));
  // RFC 5214 §6.1: the interface identifier of ISATAP, with the bit for globally unique addresses or without.
  const isIsatap = [0, 0x200].includes(parts[4] ?? 0) && parts[5] === 0x5efe;
  return isIsatap || (!isLoopback && holders.some((network) => isWithin(address, network)));
}
