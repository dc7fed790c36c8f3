import { type LedgerEvent, type RecordedEvent } from '#libs/domain';
import { sentenceOf } from '#libs/read-models';
import { type ActorShare, type CorrectionEntry, type Custody, type SchemaShare } from '../report.ts';

/** Who recorded what, in which form, and what was corrected. */
export class CustodyTally {
  readonly #actors = new Map<string, { events: number; firstPosition: number; lastPosition: number }>();
  readonly #schemas = new Map<string, SchemaShare>();
  readonly #corrections: CorrectionEntry[] = [];
  #from = '';
  #to = '';

  add(recorded: RecordedEvent, event: LedgerEvent | undefined): void {
    const { position, recordedAt, actor, type, schema, stream } = recorded;
    this.#from ||= recordedAt;
    this.#to = recordedAt;
    const share = this.#actors.get(actor) ?? { events: 0, firstPosition: position, lastPosition: position };
    share.events += 1;
    share.lastPosition = position;
    this.#actors.set(actor, share);
    const form = `${type} ${schema}`;
    const { events = 0 } = this.#schemas.get(form) ?? {};
    this.#schemas.set(form, { type, schema, events: events + 1 });
    if (event?.type !== 'CorrectionRecorded') return;
    const { corrects } = event.data;
    this.#corrections.push({ position, corrects, stream, actor, statement: sentenceOf(event) });
  }

  get actors(): readonly ActorShare[] {
    return [...this.#actors].map(([actor, share]) => ({ actor, ...share }));
  }

  custody(): Custody {
    return {
      recordedFrom: this.#from,
      recordedTo: this.#to,
      actors: this.actors,
      schemas: [...this.#schemas].sort(byKey).map(([, share]) => share),
      corrections: this.#corrections,
      statements: STATEMENTS,
    };
  }
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const STATEMENTS: readonly string[] = [
  'Every event has a position: dense, in the order of recording, given when it was committed and never again.',
  'The time of recording is given by the ledger and grows with the position; the actor is the name of the key, or the subject of the token, with which it was recorded.',
  'What is recorded is never changed or deleted. A record that was wrong is corrected by an event of its own, which is listed here, and what it corrects stays in the log.',
  'Position, time and content of each event are sealed in a Merkle tree (RFC 6962), whose root stands on the cover.',
];
