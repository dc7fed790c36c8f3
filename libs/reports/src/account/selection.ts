import {
  commitmentStream,
  sourceStream,
  type LedgerEvent,
  type Party,
  type RecordedEvent,
} from '#libs/domain';
import { referencesOf } from '#libs/read-models';
import { type History } from '../history.ts';
import { type Scope } from '../scope.ts';
import { eventIn, toldIn } from './told-in.ts';

/** Whether a report is about an event; `undefined` is one that cannot be read. */
export type Selection = (recorded: RecordedEvent, event: LedgerEvent | undefined) => boolean;

type Narrow = Exclude<Scope, { readonly type: 'ledger' }>;

const isOfCommitment = ({ stream }: RecordedEvent): boolean => stream.startsWith(commitmentStream(''));

/**
 * What a scope takes in: the whole stream of each commitment that is in it, what elsewhere is said of it, and the sources
 * that any of this names.
 */
export async function selectionOf(scope: Scope, history: History): Promise<Selection> {
  if (scope.type === 'ledger') return () => true;
  const commitments = new Map<string, Found>();
  const sources = new Set<string>();
  for await (const page of history.pages()) {
    for (const recorded of page) {
      const event = eventIn(recorded);
      if (!event) continue;
      const named = referencesOf(event).sources;
      if (isOfCommitment(recorded)) {
        const found = commitments.get(recorded.stream) ?? new Found(scope);
        commitments.set(recorded.stream, found);
        found.look(recorded, event, named);
      } else if (isMeantElsewhere(scope, event)) for (const source of named) sources.add(source);
    }
  }
  const streams = new Set<string>();
  for (const [stream, found] of commitments) {
    if (!found.isMeant) continue;
    streams.add(stream);
    for (const source of found.sources) sources.add(source);
  }
  for (const source of sources) streams.add(sourceStream(source));
  return (recorded, event) =>
    streams.has(recorded.stream) ||
    (event !== undefined && !isOfCommitment(recorded) && isMeantElsewhere(scope, event));
}

/** What was found of one commitment so far. */
class Found {
  readonly sources = new Set<string>();
  readonly #committers = new Set<Party>();
  readonly #beneficiaries = new Set<Party>();
  #isMeant = false;

  constructor(private readonly scope: Narrow) {}

  get isMeant(): boolean {
    if (this.scope.type !== 'parties') return this.#isMeant;
    return areBetween(this.scope.parties, this.#committers, this.#beneficiaries);
  }

  look({ stream }: RecordedEvent, event: LedgerEvent, sources: readonly string[]): void {
    for (const source of sources) this.sources.add(source);
    if (this.scope.type === 'commitment') this.#isMeant ||= stream === commitmentStream(this.scope.id);
    if (this.scope.type === 'meeting') this.#isMeant ||= referencesOf(event).meetings.includes(this.scope.id);
    const { committers = [], beneficiaries = [] } = termsIn(event);
    for (const party of committers) this.#committers.add(party);
    for (const party of beneficiaries) this.#beneficiaries.add(party);
  }
}

/** The parties that an event names as those of its commitment. */
function termsIn(event: LedgerEvent): {
  readonly committers?: readonly Party[] | undefined;
  readonly beneficiaries?: readonly Party[] | undefined;
} {
  const told = toldIn(event);
  if (told?.type === 'CommitmentAnnounced') return told.data;
  return told?.type === 'CommitmentAmended' ? told.data.terms : {};
}

/** Whether what is not of a commitment belongs to a scope. */
function isMeantElsewhere(scope: Narrow, event: LedgerEvent): boolean {
  switch (scope.type) {
    case 'commitment':
      return referencesOf(event).commitments.includes(scope.id);
    case 'meeting':
      return referencesOf(event).meetings.includes(scope.id);
    case 'parties':
      return concernsBoth(toldIn(event), scope.parties);
  }
}

function concernsBoth(told: ReturnType<typeof toldIn>, parties: readonly [Party, Party]): boolean {
  const areAmong = (some: readonly Party[]): boolean => parties.every((party) => some.includes(party));
  switch (told?.type) {
    case 'CumulativeReported':
      return areBetween(parties, new Set(told.data.committers), new Set(told.data.beneficiaries));
    case 'MeetingHeld':
      return areAmong(told.data.participants.map(({ party }) => party));
    case 'AgreementSigned':
      return areAmong(told.data.parties);
    default:
      return false;
  }
}

const areBetween = (
  [one, other]: readonly [Party, Party],
  committers: ReadonlySet<Party>,
  beneficiaries: ReadonlySet<Party>,
): boolean =>
  (committers.has(one) && beneficiaries.has(other)) || (committers.has(other) && beneficiaries.has(one));
