import { Bell } from '../bell.ts';
import { isOver, untilFirstEnds } from '../patience.ts';
import { type KafkaAddress } from '../kafka.ts';
import { type Carried, type Source } from '../relay/event-source.ts';
import { type Post } from '../relay/leadership.ts';
import { type Leading, keepLeading, type Relay } from '../relay/relay.ts';
import { type Lead } from '../relay/relay-options.ts';
import { serveTerm } from '../relay/term.ts';
import { type TopicShape } from '../relay/topic.ts';
import { changeMessage } from './change-message.ts';
import { lastChange, type NumberedChange, readChanges } from './change-log.ts';
import { keepNumbering } from './number-changes.ts';

/** What it takes to number changes. */
export interface NumberingOptions extends Pick<Leading, 'log'> {
  /** As the role ledger_relay. */
  readonly databaseUrl: string;
}

/** What it takes to number changes and publish them. */
export interface ChangesOptions extends NumberingOptions, KafkaAddress, TopicShape {
  /** At most so many changes between two checkpoints. Default 1,000. */
  readonly batch?: number;
  /** How often the topic is looked at, in milliseconds. Default 3,000. */
  readonly watchMs?: number;
}

const POST: Post = {
  lock: 4_711_013,
  applicationName: 'ledger-changes',
  title: 'publisher of changes',
  does: 'publishes',
};
const TABLE = 'ledger.changes_state';
/** How late a change may be published when nobody rings. */
const POLL_MS = 1_000;

/**
 * Numbers the changes that projections tell, and publishes them in the order of their numbers, at least once, as the relay
 * does events: of any number of processes one works, and it lives through the absence of the database and of the brokers.
 * While the brokers are away changes are numbered all the same. Of its status, positions are numbers.
 */
export const runChanges = (options: ChangesOptions): Relay =>
  keepLeading({ ...options, post: POST, table: TABLE }, (lead, signal) => {
    const bell = new Bell();
    const source = changesOf(lead, bell);
    return untilFirstEnds(
      signal,
      (shared) => keepNumbering(lead, bell.ring, shared),
      (shared) => serveTerm({ ...options, ...lead, source, toMessage }, shared),
    );
  });

/** The same where there is no broker: changes are numbered, for those who ask for them here. */
export const runNumbering = (options: NumberingOptions): Relay =>
  keepLeading({ ...options, post: POST, table: TABLE }, (lead, signal) =>
    keepNumbering(lead, () => undefined, signal),
  );

/** A change in the relay's terms: what it is ordered by is its number. */
interface CarriedChange extends Carried {
  readonly change: NumberedChange;
}

const toMessage = ({ change }: CarriedChange, provenance: Parameters<typeof changeMessage>[1]) =>
  changeMessage(change, provenance);

const changesOf = ({ sql }: Lead, bell: Bell): Source<CarriedChange> => ({
  head: async () => ({ position: await lastChange(sql) }),
  follow: async function* ({ after, batch, signal }) {
    for (let reached = after; !isOver(signal);) {
      bell.forget();
      const changes = await readChanges(sql, { after: reached, limit: batch });
      const last = changes.at(-1);
      if (last) {
        yield changes.map((change) => ({
          position: change.number,
          stream: change.stream,
          body: change.body,
          change,
        }));
        reached = last.number;
      } else await bell.wait(POLL_MS, signal);
    }
  },
});
