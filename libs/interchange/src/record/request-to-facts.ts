import type { Histories } from '#libs/domain';
import { streamsNamed } from './background.ts';
import { sections, type ItemKind } from './item-kinds.ts';
import { nameOf, type Facts } from './item-to-facts.ts';
import { isObject, quoted } from './record-error.ts';
import { recordToFacts } from './record-to-facts.ts';

/** What a request for one item says outside of its body. */
interface Address {
  /** The id to use where the body names none. */
  readonly id: string;
  /** The commitment in the path of the request, for what counts towards one. */
  readonly commitment?: string;
}

/** The streams to read before {@link requestToFacts}; never fails, whatever the body is. */
export const streamsNamedByRequest = (kind: ItemKind, body: unknown, address: Address): readonly string[] =>
  isObject(body) ? streamsNamed(recordAround(kind, body, address)) : [];

/**
 * The facts of a request that records one item in the form of `requestSchemas[kind]`: a record of a single item, so
 * that there is one road for both. Its evidence names the source, and the attribution follows from that source and
 * the commitment unless the body gives it. Pointers point into the body.
 *
 * @param histories what the ledger holds in the streams of {@link streamsNamedByRequest}.
 */
export function requestToFacts(kind: ItemKind, body: unknown, address: Address, histories: Histories): Facts {
  if (!isObject(body)) {
    const fault = `${quoted(body)} is not ${nameOf(kind)}`;
    return { errors: [{ pointer: '', fault, remedy: 'send a JSON object' }] };
  }
  if (address.commitment !== undefined && 'commitment' in body) {
    const fault = `${quoted(body['commitment'])} stands beside the commitment in the address`;
    return { errors: [{ pointer: '/commitment', fault, remedy: 'leave "commitment" out of the body' }] };
  }
  const result = recordToFacts(recordAround(kind, body, address), histories);
  const inBody = (pointer: string): string => pointer.slice(placeOf(kind).length);
  return 'errors' in result
    ? { errors: result.errors.map((error) => ({ ...error, pointer: inBody(error.pointer) })) }
    : { facts: result.facts.map(({ pointer, fact }) => ({ pointer: inBody(pointer), fact })) };
}

function recordAround(kind: ItemKind, body: Readonly<Record<string, unknown>>, address: Address): object {
  const item = { ...address, ...body };
  return kind === 'source' || kind === 'meeting' ? { [kind]: item } : { [sectionOf(kind)]: [item] };
}

const placeOf = (kind: ItemKind): string =>
  kind === 'source' || kind === 'meeting' ? `/${kind}` : `/${sectionOf(kind)}/0`;

function sectionOf(kind: ItemKind): string {
  const section = Object.entries(sections).find(([, held]) => held === kind);
  if (!section) throw new TypeError(`No list of a record holds ${kind}`);
  return section[0];
}
