import {
  commitmentStream,
  inForce,
  meetingStream,
  sourceStream,
  streamId,
  type EventData,
  type Histories,
  type LedgerEvent,
  type Party,
} from '#libs/domain';
import type { z } from 'zod';
import { itemSchemas, sectionNames, type Item } from './item-kinds.ts';
import type { defaultAttribution } from './item-vocabulary.ts';
import { isObject } from './record-error.ts';
import type { Sides } from './reporter.ts';

export type SourceData = EventData<'SourceRegistered'>;

/** What the items of a record lean on where they leave something out. */
export interface Background {
  /** The record's own source, by id. */
  readonly source: string | undefined;
  /** The meeting at which its items were said, by id. */
  readonly meeting: string | undefined;
  readonly attribution: Readonly<z.output<typeof defaultAttribution>>;
  /** A source by its id, from the record or the ledger. */
  readonly sourceOf: (id: string) => SourceData | undefined;
  /** The parties of a commitment, from the record or the ledger. */
  readonly sidesOf: (commitment: string) => Sides | undefined;
  /** Those who act in a stream of the ledger: who met, who imposes, who published; undefined where it was not asked. */
  readonly sidesOfStream: (stream: string) => Sides | undefined;
  /** When a meeting, conference or signing took place, from the record or the ledger. */
  readonly heldOn: (meeting: string) => string | undefined;
  /** Whether what is neither in the record nor here is certainly not in the ledger. */
  readonly knowsLedger: boolean;
}

type Keys = Readonly<Record<string, unknown>>;

/**
 * Reads leniently: an item with a fault of its own still tells the others what it can, so that one mistake does not
 * show up once more in every item that builds on it.
 *
 * @param histories what the ledger holds in the streams named by `streamsNamed`; undefined where it was not asked.
 */
export function backgroundOf(
  record: Keys,
  attribution: Background['attribution'],
  histories: Histories | undefined,
): Background {
  const sources = new Map(listed(record, 'source', 'sources').map((raw) => [idIn(raw), lenientSource(raw)]));
  const commitments = new Map(listed(record, 'commitments').map((raw) => [idIn(raw), sidesIn(raw)]));
  const meetings = new Map<string | undefined, string>(
    listed(record, 'meeting', 'conferences', 'agreements').map((raw) => [
      idIn(raw),
      checkedDate(raw['held'] ?? raw['signed']),
    ]),
  );
  const own = idIn(record['source']);
  const standing = standingIn(histories);
  // Where the record's own source cannot be known, that is reported once, and not again for every item.
  const isUnknown =
    own === FAULTY || (histories !== undefined && !histories.get(sourceStream(own ?? ''))?.length);
  if (own !== undefined && isUnknown && !sources.has(own)) sources.set(own, lenientSource({ id: own }));
  return {
    source: own,
    meeting: idIn(record['meeting']),
    attribution,
    sourceOf: (id) => sources.get(id) ?? first(standing(sourceStream(id)), 'SourceRegistered'),
    sidesOf: (id) => {
      const announced = first(standing(commitmentStream(id)), 'CommitmentAnnounced');
      return commitments.get(id) ?? (announced && sidesIn(announced));
    },
    sidesOfStream: (stream) => histories && sidesOfOpening(standing(stream)[0]),
    heldOn: (id) => meetings.get(id) ?? openedOn(standing(meetingStream(id))[0]),
    knowsLedger: histories !== undefined,
  };
}

/**
 * The streams of the ledger that say what a record leaves out: of the sources, meetings and commitments it names. Read
 * them first and hand them to `recordToFacts`. Never fails, whatever the value is.
 */
export function streamsNamed(record: unknown): readonly string[] {
  if (!isObject(record)) return [];
  const written = listed(record, 'source', 'meeting', 'sources', ...sectionNames);
  const items = [record, ...written, ...written.flatMap((item) => listed(item, 'replacement'))];
  const streams = items.flatMap((item) => [
    ...[item['source'], ...evidenceSources(item), ...listed(item, 'readings').flatMap(evidenceSources)]
      .flatMap(named)
      .map(sourceStream),
    ...named(item['meeting']).map(meetingStream),
    ...named(item['commitment']).map(commitmentStream),
    ...streamsIn(item['stream']),
  ]);
  return [...new Set(streams)];
}

const named = (value: unknown): readonly string[] =>
  typeof value === 'string' && itemSchemas.source.shape.id.safeParse(value).success ? [value] : [];

const streamsIn = (value: unknown): readonly string[] => {
  const { success, data } = streamId.safeParse(value);
  return success ? [data] : [];
};

const evidenceSources = (item: Keys): readonly unknown[] =>
  Array.isArray(item['evidence'])
    ? item['evidence'].map((passage: unknown) => (isObject(passage) ? passage['source'] : undefined))
    : [];

/** The items under the named keys, be they one or a list. */
function listed(record: Keys, ...keys: readonly string[]): readonly Keys[] {
  return keys.flatMap((key) => record[key]).filter((item) => isObject(item));
}

/** Stands for an id that is not one, which is reported where it stands. */
const FAULTY = 'faulty';

/** The id of what the record defines or names. */
function idIn(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return named(isObject(value) ? value['id'] : value)[0] ?? FAULTY;
}

/** The parts of a source that items lean on; where one is faulty, a stand-in that keeps the items quiet about it. */
function lenientSource(raw: Keys): SourceData {
  const parsed = itemSchemas.source.safeParse(raw);
  if (parsed.success) return sourceData(parsed.data);
  const document =
    raw['document'] === undefined ? {} : { document: { sha256: '0'.repeat(64), mediaType: 'text/plain' } };
  const standIn = {
    publisher: 'unknown',
    publisherParty: 'UA',
    title: 'unknown',
    published: '2000',
    language: 'en',
  };
  return { source: idIn(raw) ?? FAULTY, ...standIn, ...document };
}

function sourceData({ id, ...rest }: Item<'source'>): SourceData {
  return { source: id, ...rest };
}

function sidesIn(raw: Readonly<{ committers?: unknown; beneficiaries?: unknown }>): Sides {
  return { acting: partiesIn(raw.committers), benefiting: partiesIn(raw.beneficiaries) };
}

const partiesIn = (value: unknown): readonly Party[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function checkedDate(value: unknown): string {
  const parsed = itemSchemas.meeting.shape.held.safeParse(value);
  return parsed.success ? parsed.data : '2000';
}

/** What stands in a stream, corrections applied; each is gone through once, however many items name it. */
function standingIn(histories: Histories | undefined): (stream: string) => readonly LedgerEvent[] {
  const known = new Map<string, readonly LedgerEvent[]>();
  return (stream) => {
    const before = known.get(stream) ?? inForce(histories?.get(stream) ?? []);
    known.set(stream, before);
    return before;
  };
}

function first<Type extends LedgerEvent['type']>(
  events: readonly LedgerEvent[],
  type: Type,
): EventData<Type> | undefined {
  const event = events.find((candidate) => candidate.type === type);
  return event?.data as EventData<Type> | undefined;
}

function openedOn(event: LedgerEvent | undefined): string | undefined {
  if (event?.type === 'MeetingHeld' || event?.type === 'ConferenceHeld') return event.data.held;
  return event?.type === 'AgreementSigned' ? event.data.signed : undefined;
}

/** Whose act or word the stream of a meeting, source, register or commitment begins with. */
function sidesOfOpening(event: LedgerEvent | undefined): Sides {
  const acting = (...parties: readonly (Party | undefined)[]): Sides => ({
    acting: parties.filter((party) => party !== undefined),
    benefiting: [],
  });
  switch (event?.type) {
    case 'MeetingHeld':
      return acting(...event.data.participants.map(({ party }) => party));
    case 'ConferenceHeld':
      return acting(...event.data.hosts);
    case 'AgreementSigned':
      return acting(...event.data.parties);
    case 'SourceRegistered':
      return acting(event.data.publisherParty);
    case 'SanctionsPackageAdopted':
    case 'FulfilmentAwaited':
      return acting(event.data.imposer);
    case 'CommitmentAnnounced':
      return sidesIn(event.data);
    default:
      return acting();
  }
}
