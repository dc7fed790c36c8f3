import {
  compareDecimals,
  type Decimal,
  type EventData,
  type EventType,
  type Label,
  type Party,
} from '#libs/domain';

/**
 * Which events, or changes of state, somebody wants to hear of. Every key that is there must hold; the values of one key
 * are alternatives. An empty filter wants everything.
 */
export interface Filter {
  /** The stream an event stands in: `commitment-generators-2024`. */
  readonly stream?: readonly string[];
  readonly type?: readonly EventType[];
  /** A committer, a beneficiary, or whoever else is concerned. */
  readonly party?: readonly Party[];
  /** Of the commitment. */
  readonly kind?: readonly EventData<'CommitmentAnnounced'>['kind'][];
  /** The label that the commitment has after the event. */
  readonly label?: readonly Label[];
  /** The label that the event changed it to. */
  readonly becomes?: readonly Label[];
  /** The certain share of fulfilment passed from below this to this or above: more than 0, 1 at most. */
  readonly crosses?: readonly Decimal[];
}

export type FilterKey = keyof Filter;

/** Every key, in the order of canonical text. */
export const filterKeys = [
  'stream',
  'type',
  'party',
  'kind',
  'label',
  'becomes',
  'crosses',
] as const satisfies readonly FilterKey[];

/** Whether it takes more than the event itself to tell: its commitment, and what it changed. */
export const asksReadModels = (filter: Filter): boolean =>
  filterKeys.some((key) => key !== 'stream' && key !== 'type' && filter[key] !== undefined);

/** How a commitment stood: its label, and the share of it that is certainly fulfilled, where it is measured at all. */
export interface Stood {
  readonly label: string;
  readonly share: { readonly lo: Decimal } | null;
}

/** What a filter looks at: an event with all that is known of its commitment, or the change that it caused. */
export interface Matchable {
  readonly stream: string;
  readonly type: string;
  readonly parties: readonly string[];
  /** Null where it is of no commitment. */
  readonly kind: string | null;
  /** After the event; null where it is of no commitment. */
  readonly label: string | null;
  /** What the event changed; `from` is null where nothing was known before, `to` where nothing is any more. */
  readonly change: { readonly from: Stood | null; readonly to: Stood | null } | null;
}

/** Whether somebody with this filter wants to hear of it. */
export function matches(filter: Filter, it: Matchable): boolean {
  const { stream, type, party, kind, label, becomes, crosses } = filter;
  const { change } = it;
  return (
    isAmong(stream, it.stream) &&
    isAmong(type, it.type) &&
    (party === undefined || it.parties.some((each) => isAmong(party, each))) &&
    isAmong(kind, it.kind) &&
    isAmong(label, it.label) &&
    (becomes === undefined ||
      (change !== null &&
        change.from?.label !== change.to?.label &&
        isAmong(becomes, change.to?.label ?? null))) &&
    (crosses === undefined || (change !== null && crosses.some((share) => isCrossed(share, change))))
  );
}

const isAmong = (wanted: readonly string[] | undefined, value: string | null): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value));

/** A share that is not known certainly has reached nothing. */
const isCrossed = (share: Decimal, { from, to }: NonNullable<Matchable['change']>): boolean =>
  !hasReached(from, share) && hasReached(to, share);

const hasReached = (stood: Stood | null, share: Decimal): boolean =>
  stood?.share != null && compareDecimals(stood.share.lo, share) >= 0;

/**
 * The filter as a query: keys in their order, values sorted and once each. Two filters that say the same have the same
 * text; parsed, it is the same filter. Empty for the filter that wants everything.
 */
export const filterText = (filter: Filter): string =>
  filterKeys
    .flatMap((key) => (filter[key] ? [`${key}=${filter[key].map(encoded).join(',')}`] : []))
    .join('&');

/** RFC 3986 §3.4 lets a colon stand in a query, and `org:undp` is easier to read with it. */
const encoded = (value: string): string => encodeURIComponent(value).replaceAll('%3A', ':');
