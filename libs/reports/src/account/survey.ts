import {
  commitmentOf,
  dayBounds,
  factId,
  inForce,
  isCommitmentEvent,
  occurredOf,
  standingOn,
  type Day,
  type Fact,
  type LedgerEvent,
  type RecordedEvent,
} from '#libs/domain';
import { referencesOf, sentenceOf } from '#libs/read-models';
import { LRUCache } from 'lru-cache';
import { Frontier, leafHash, leafText } from '#libs/transparency';
import { type History } from '../history.ts';
import { type ChronologyEntry, type Exception } from '../report.ts';
import { type NewShelf, type Shelf } from '../shelf.ts';
import { CustodyTally } from './custody.ts';
import { EvidenceTally } from './evidence-tally.ts';
import { placesIn, type DataPlace } from './place-of.ts';
import { type Selection } from './selection.ts';
import { eventIn } from './told-in.ts';

/** A total somebody stated, as it stands after corrections. */
export interface StatedTotal {
  readonly data: Fact<'CumulativeReported'>['data'];
  readonly position: number;
  readonly recordedAt: string;
  /** Where it stands as it counts: in its own event, or in the correction that told it anew. */
  readonly place: DataPlace;
}

/** What one walk through the log shows, before any commitment is looked at by itself. */
export interface Survey {
  readonly root: string;
  readonly lastRecordedAt: string;
  /** The commitments that are in, in the order in which they were first recorded. */
  readonly commitments: readonly string[];
  /** Which commitments name which others, of all there are; every one is in it. */
  readonly related: ReadonlyMap<string, ReadonlySet<string>>;
  readonly chronology: Shelf<ChronologyEntry>;
  readonly positions: readonly number[];
  readonly meetings: readonly number[];
  readonly totals: readonly StatedTotal[];
  readonly evidence: EvidenceTally;
  readonly custody: CustodyTally;
  readonly late: readonly Exception[];
  readonly unreadable: readonly Exception[];
}

/** What is recorded later than so many days after it happened is told as recorded late. */
export const LATE_DAYS = 30;

/** Who is told of a survey while it goes on. */
export interface Onlooker {
  /** How many events have been gone through, now and then. */
  onEvents(count: number): void;
  /** Each commitment that is in, as its announcement is met. */
  onCommitment(id: string): void;
}

/** Goes through the log once. */
export async function surveyOf(
  history: History,
  selection: Selection,
  validAt: Day,
  newShelf: NewShelf,
  onlooker: Onlooker,
): Promise<Survey> {
  const survey = new Surveying(validAt, newShelf, onlooker);
  for await (const page of history.pages()) {
    for (const recorded of page) survey.take(recorded, selection);
    onlooker.onEvents(survey.size);
  }
  return survey.result();
}

class Surveying {
  readonly #tree = new Frontier();
  readonly #commitments = new Set<string>();
  readonly #related = new Map<string, Set<string>>();
  readonly #positions: number[] = [];
  readonly #meetings: number[] = [];
  readonly #withTotals = new Map<string, Placed[]>();
  readonly #evidence = new EvidenceTally();
  readonly #custody = new CustodyTally();
  readonly #late = new Map<string, Late>();
  readonly #unreadable: Exception[] = [];
  readonly #chronology: Shelf<ChronologyEntry>;
  #last = '';

  constructor(
    private readonly validAt: Day,
    newShelf: NewShelf,
    private readonly onlooker: Onlooker,
  ) {
    this.#chronology = newShelf();
  }

  get size(): number {
    return this.#tree.size;
  }

  take(recorded: RecordedEvent, selection: Selection): void {
    const leaf = leafHash(leafText(recorded));
    this.#tree.append(leaf);
    this.#last = recorded.recordedAt;
    const event = eventIn(recorded);
    if (event && isCommitmentEvent(event)) this.#relate(event);
    if (!selection(recorded, event)) return;
    const { position } = recorded;
    this.#positions.push(position);
    this.#custody.add(recorded, event);
    this.#chronology.put(entryOf(recorded, event, leaf, this.validAt), sortKey(recorded));
    if (!event) {
      const statement = `${recorded.type}, version ${recorded.schema}, cannot be read by this build; nothing in this report rests on it.`;
      this.#unreadable.push({ subject: recorded.stream, statement, positions: [position] });
      return;
    }
    this.#evidence.add(recorded, event);
    this.#noteLateness(recorded, event);
    if (event.type === 'CommitmentAnnounced') this.#announced(event.data.commitment);
    if (OPENINGS.has(event.type)) this.#meetings.push(position);
    if (event.type === 'CumulativeReported' || event.type === 'CorrectionRecorded') {
      const events = this.#withTotals.get(recorded.stream) ?? [];
      this.#withTotals.set(recorded.stream, events);
      events.push({ event, recorded });
    }
  }

  #relate(event: LedgerEvent & Parameters<typeof commitmentOf>[0]): void {
    const own = commitmentOf(event);
    const others = this.#related.get(own) ?? new Set();
    this.#related.set(own, others);
    for (const other of referencesOf(event).commitments) {
      if (other === own) continue;
      others.add(other);
      const back = this.#related.get(other) ?? new Set();
      this.#related.set(other, back);
      back.add(own);
    }
  }

  #announced(commitment: string): void {
    // A second announcement ends what can be folded of it, and makes no second sheet.
    if (this.#commitments.has(commitment)) return;
    this.#commitments.add(commitment);
    this.onlooker.onCommitment(commitment);
  }

  #noteLateness({ stream, position, recordedAt }: RecordedEvent, event: LedgerEvent): void {
    if (NEVER_LATE.has(event.type)) return;
    const happened = dayBounds(occurredOf(event)).latest;
    const days = happened === null ? 0 : daysBetween(happened, recordedAt.slice(0, 10));
    if (days <= LATE_DAYS) return;
    const late = this.#late.get(stream) ?? { days: 0, positions: [] };
    this.#late.set(stream, late);
    late.days = Math.max(late.days, days);
    late.positions.push(position);
  }

  result(): Survey {
    return {
      root: this.#tree.root().toString('hex'),
      lastRecordedAt: this.#last,
      commitments: [...this.#commitments],
      related: this.#related,
      chronology: this.#chronology,
      positions: this.#positions,
      meetings: this.#meetings,
      totals: [...this.#withTotals.values()].flatMap(totalsIn),
      evidence: this.#evidence,
      custody: this.#custody,
      late: [...this.#late].map(([subject, { days, positions }]) => ({
        subject,
        statement: `${positions.length === 1 ? 'One fact was' : `${positions.length} facts were`} recorded more than ${LATE_DAYS} days after the day told for ${positions.length === 1 ? 'it' : 'them'}, at most ${days} days after.`,
        positions,
      })),
      unreadable: this.#unreadable,
    };
  }
}

interface Late {
  days: number;
  readonly positions: number[];
}

interface Placed {
  readonly event: LedgerEvent;
  readonly recorded: RecordedEvent;
}

const OPENINGS: ReadonlySet<LedgerEvent['type']> = new Set([
  'MeetingHeld',
  'ConferenceHeld',
  'AgreementSigned',
]);

/** A source may be registered when it is needed, and what follows from facts comes when it follows. */
const NEVER_LATE: ReadonlySet<LedgerEvent['type']> = new Set([
  'SourceRegistered',
  'FulfilmentAwaited',
  'DeadlinePassed',
  'CorrectionRecorded',
]);

const DAY_MS = 86_400_000;

const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** There are few days, and each is asked about often. */
const dayNumbers = new LRUCache<string, number>({ max: 10_000 });

function dayNumber(day: string): number {
  let number = dayNumbers.get(day);
  if (number === undefined) {
    number = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
    dayNumbers.set(day, number);
  }
  return number;
}

/** By its own first day, or the last where there is none and, of one day, as recorded. */
function sortKey({ occurred, position }: RecordedEvent): string {
  const { earliest, latest } = dayBounds(occurred);
  return `${earliest ?? latest ?? ''} ${String(position).padStart(15, '0')}`;
}

function entryOf(
  recorded: RecordedEvent,
  event: LedgerEvent | undefined,
  leaf: Buffer,
  validAt: Day,
): ChronologyEntry {
  const { position, occurred, recordedAt, type, stream, id, actor } = recorded;
  const { earliest, latest } = dayBounds(occurred);
  return {
    position,
    occurred: { edtf: occurred, earliest, latest },
    standing: standingOn(validAt, occurred),
    recordedAt,
    type,
    stream,
    id,
    actor,
    statement: event ? sentenceOf(event) : 'This event cannot be read by this build.',
    sources: event ? referencesOf(event).sources : [],
    leafHash: leaf.toString('hex'),
  };
}

/** The totals of a stream as its corrections leave them. */
function totalsIn(placed: readonly Placed[]): readonly StatedTotal[] {
  const at = new Map(placed.map(({ event, recorded }) => [factId(event), recorded]));
  const events = placed.map(({ event }) => event);
  const places = placesIn(events, (id) => at.get(id)?.position ?? 0);
  return inForce(events).flatMap((fact) => {
    if (fact.type !== 'CumulativeReported') return [];
    const { position = 0, recordedAt = '' } = at.get(factId(fact)) ?? {};
    return { data: fact.data, position, recordedAt, place: places(factId(fact)) };
  });
}
