import {
  dayBounds,
  evidenceIn,
  inForce,
  isAnchor,
  type EventData,
  type Evidence,
  type LedgerEvent,
  type RecordedEvent,
} from '#libs/domain';
import { type AnchorUse, type Exception, type SourceEvidence } from '../report.ts';
import { toldIn } from './told-in.ts';

interface Uses {
  readonly anchors: Map<
    string,
    { readonly anchor: Omit<AnchorUse, 'positions'>; readonly positions: number[] }
  >;
  readonly mentions: number[];
}

const noUses = (): Uses => ({ anchors: new Map(), mentions: [] });

/** The sources, and everything that names them. */
export class EvidenceTally {
  readonly #registrations = new Map<string, { readonly event: LedgerEvent; readonly position: number }[]>();
  readonly #uses = new Map<string, Uses>();

  add({ stream, position }: RecordedEvent, event: LedgerEvent): void {
    const told = toldIn(event);
    if (told?.type === 'SourceRegistered' || (event.type === 'CorrectionRecorded' && !told)) {
      const events = this.#registrations.get(stream) ?? [];
      this.#registrations.set(stream, events);
      events.push({ event, position });
    }
    for (const { item } of evidenceIn(event)) this.#use(item, position);
    if (event.type === 'CorrectionRecorded' && told)
      for (const { item } of evidenceIn(told)) this.#use(item, position);
  }

  #use(item: Evidence, position: number): void {
    const uses = this.#uses.get(item.source) ?? noUses();
    this.#uses.set(item.source, uses);
    if (!isAnchor(item)) {
      if (uses.mentions.at(-1) !== position) uses.mentions.push(position);
      return;
    }
    const { document, start, end, passage } = item;
    const key = `${document} ${start} ${end} ${passage}`;
    const use = uses.anchors.get(key) ?? { anchor: { document, start, end, passage }, positions: [] };
    uses.anchors.set(key, use);
    if (use.positions.at(-1) !== position) use.positions.push(position);
  }

  /** Each source that is registered or named, by its id. */
  sources(): readonly SourceEvidence[] {
    const registered = new Map(
      [...this.#registrations.values()].flatMap((events) =>
        inForce(events.map(({ event }) => event)).flatMap((fact) =>
          fact.type === 'SourceRegistered'
            ? [[fact.data.source, { data: fact.data, position: events[0]?.position ?? null }] as const]
            : [],
        ),
      ),
    );
    const ids = [...new Set([...registered.keys(), ...this.#uses.keys()])].sort();
    return ids.map((source) => {
      const { data, position = null } = registered.get(source) ?? {};
      const { anchors, mentions } = this.#uses.get(source) ?? noUses();
      return {
        source,
        ...describing(data),
        registered: position,
        anchors: [...anchors.values()]
          .map(({ anchor, positions }) => ({ ...anchor, positions }))
          .sort((one, other) => one.start - other.start || one.end - other.end),
        mentions,
      };
    });
  }
}

const describing = (data: EventData<'SourceRegistered'> | undefined) => ({
  publisher: data?.publisher ?? null,
  title: data?.title ?? null,
  published: data ? { edtf: data.published, ...dayBounds(data.published) } : null,
  language: data?.language ?? null,
  address: data?.address ?? null,
  document: data?.document?.sha256 ?? null,
  reliability: data?.reliability ?? null,
});

/**
 * The evidence that cannot be followed to words that anybody can check: sources that are not registered, sources named
 * without a passage, and passages of another document than the source's.
 */
export function unresolvedIn(sources: readonly SourceEvidence[]): readonly Exception[] {
  return sources.flatMap(({ source, registered, document, anchors, mentions }) => {
    const found: Exception[] = [];
    if (registered === null) {
      const positions = [...mentions, ...anchors.flatMap((each) => each.positions)];
      const statement = 'The source is named and not registered in what this report is about.';
      found.push({ subject: source, statement, positions: [...new Set(positions)].sort((a, b) => a - b) });
    }
    if (mentions.length > 0) {
      const statement =
        'The source is named as a whole: no passage of a document is given that could be looked up.';
      found.push({ subject: source, statement, positions: mentions });
    }
    const strays = anchors.filter((each) => document !== null && each.document !== document);
    if (strays.length > 0) {
      const statement = `Passages are anchored in another document than the one registered, whose SHA-256 is ${document ?? ''}.`;
      found.push({ subject: source, statement, positions: strays.flatMap(({ positions }) => positions) });
    }
    return found;
  });
}
