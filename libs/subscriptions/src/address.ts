import { isAllowedAddress, type Network } from './public-address.ts';

/** What an operator allows beyond https to public addresses. */
export interface AddressRules {
  /** Whether `http:` will do as well. */
  readonly allowHttp?: boolean;
  /** Networks that are allowed although they are not public. */
  readonly networks?: readonly Network[];
}

/** The address in the form it is kept and called in, or what is wrong with it. */
export type ParsedAddress =
  | { readonly url: string }
  | {
      /** As a predicate of the address. */
      readonly fault: string;
      /** What to write instead. */
      readonly remedy: string;
    };

export const LONGEST_ADDRESS = 2_048;

/**
 * The address of a webhook. It is read by the WHATWG URL Standard before anything is asked of it, so that a host written
 * in decimal, octal, hexadecimal, full-width or percent-encoded form is judged as the address that it is. This judges
 * what is written: the addresses behind a name are judged by `isAllowedAddress`, each time that one is called.
 *
 * @param text as somebody gave it
 */
export function parseAddress(
  text: string,
  { allowHttp = false, networks = [] }: AddressRules,
): ParsedAddress {
  if (text.length > LONGEST_ADDRESS) return tooLong(text.length);
  // The standard drops tabs, line ends and what stands at either end, silently: whoever wrote them meant something else.
  if (/[\p{Cc}\s]/u.test(text)) {
    return { fault: 'holds a space or a control character', remedy: 'write it without, or as %20' };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    return { fault: 'is not an absolute URL', remedy: 'write it in full, such as https://example.org/hooks' };
  }
  return (
    schemeFault(url, allowHttp) ??
    partsFault(url) ??
    hostFault(url.hostname, networks) ??
    (url.href.length > LONGEST_ADDRESS ? tooLong(url.href.length) : { url: url.href })
  );
}

const tooLong = (length: number): ParsedAddress => ({
  fault: `has ${length.toLocaleString('en-GB')} characters`,
  remedy: `use one of at most ${LONGEST_ADDRESS.toLocaleString('en-GB')}`,
});

function schemeFault({ protocol }: URL, allowHttp: boolean): ParsedAddress | undefined {
  if (protocol === 'https:' || (allowHttp && protocol === 'http:')) return undefined;
  return {
    fault: `begins with ${protocol.slice(0, 40)}`,
    remedy: allowHttp ? 'use https: or http:' : 'use https:',
  };
}

function partsFault({ username, password, hash, href }: URL): ParsedAddress | undefined {
  if (username !== '' || password !== '') {
    return {
      fault: 'holds a user or a password',
      remedy: 'leave them out: what is sent is signed, and the signature says who sent it',
    };
  }
  // An empty fragment leaves no hash, and its # in the text.
  if (hash !== '' || href.endsWith('#')) {
    return { fault: 'has a fragment', remedy: 'leave out what begins with #: it is never sent' };
  }
  return undefined;
}

/**
 * Ends of names that are never public: the special-use domain names of RFC 6761 and its registry (RFC 6762, 7686, 8375,
 * 9476), `internal` as ICANN reserved it in 2024, and what RFC 6762 appendix G found on private networks.
 */
const privateEnds = [
  ...['localhost', 'local', 'internal', 'home.arpa', 'test', 'invalid', 'example', 'onion', 'alt'],
  ...['intranet', 'private', 'corp', 'home', 'lan', 'localdomain'],
];

/** Names under public ends at which clouds tell a machine its secrets. */
const metadataNames = ['metadata.goog', 'metadata.tencentyun.com'];

function hostFault(hostname: string, networks: readonly Network[]): ParsedAddress | undefined {
  // The standard leaves nothing but IPv6 in brackets, and no name that ends in a number: that is IPv4, or no URL.
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (hostname.startsWith('[') || /(^|\.)\d+$/.test(host)) {
    if (isAllowedAddress(host, networks)) return undefined;
    return { fault: `names ${host}, which is not a public address`, remedy: 'use the public name of a host' };
  }
  // Where an operator allows networks of their own, their names are judged by where they lead.
  if (networks.length > 0) return undefined;
  const never =
    !host.includes('.') ||
    [...privateEnds, ...metadataNames].some((end) => host === end || host.endsWith(`.${end}`));
  return never
    ? { fault: `names ${quoted(host)}, which is no public name`, remedy: 'use the public name of a host' }
    : undefined;
}

const quoted = (host: string): string => JSON.stringify(host.length > 60 ? `${host.slice(0, 57)}...` : host);
