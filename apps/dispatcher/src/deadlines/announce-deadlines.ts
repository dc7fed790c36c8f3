import {
  type Addressed,
  commitmentStream,
  dayAfter,
  type Day,
  deadlinesPassed,
  decode,
  type LedgerEvent,
} from '#libs/domain';
import { type EventStore, newEvent, StreamMoved } from '#libs/event-store';
import { type Log } from '#libs/messaging';
import { inTransaction } from '#libs/platform';
import { type Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { postponeSql, settleSql, takeSql } from './deadlines.sql.ts';

/** Who records that a deadline has passed. No key and no token is called so: their names hold no colon, or begin with oidc. */
export const CLOCK = 'ledger:clock';

/** With what deadlines are announced. */
export interface Announcing {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly log: Log;
}

/** What came of one batch. */
export interface Announced {
  /** How many commitments were looked at. */
  readonly looked: number;
  /** How many deadlines were recorded as passed. */
  readonly recorded: number;
}

/**
 * Records for a bounded number of commitments that their deadlines have passed, in one append. The commitments are taken
 * in a transaction that passes over those which another dispatcher has taken, so that several share the work; that a
 * deadline is recorded once rests on none of this but on the stream's own decider and the version it decided at.
 *
 * @param today the day it is, in UTC.
 * @param limit how many commitments to look at.
 */
export async function announceDeadlines(
  announcing: Announcing,
  today: Day,
  limit: number,
): Promise<Announced> {
  const { pool, store } = announcing;
  return inTransaction(pool, 'begin', async (tx) => {
    const { rows } = await tx.query<{ commitment: string }>(takeSql, [today, limit]);
    const taken = rows.map(({ commitment }) => commitment);
    if (taken.length === 0) return { looked: 0, recorded: 0 };
    const { histories, versions, unreadable } = await read(announcing, taken);
    const legible = taken.filter((commitment) => !unreadable.has(commitment));
    const { announced, toCome } = deadlinesPassed(legible, histories, today);
    const moved = await append(store, announced, versions);
    const later = [...toCome, ...[...unreadable].map((commitment) => [commitment, dayAfter(today)] as const)];
    const settled = legible.filter((id) => !toCome.has(id) && !moved.has(commitmentStream(id)));
    await tx.query(settleSql, [settled]);
    await tx.query(postponeSql, [later.map(([commitment]) => commitment), later.map(([, day]) => day)]);
    return { looked: taken.length, recorded: announced.length - moved.size };
  });
}

interface Evidence {
  readonly histories: ReadonlyMap<string, readonly LedgerEvent[]>;
  readonly versions: ReadonlyMap<string, number>;
  readonly unreadable: ReadonlySet<string>;
}

/** The streams as they stand. One that this build cannot read is told and put off, and keeps back no other. */
async function read({ store, log }: Announcing, commitments: readonly string[]): Promise<Evidence> {
  const histories = new Map<string, readonly LedgerEvent[]>();
  const versions = new Map<string, number>();
  const unreadable = new Set<string>();
  const streams = await store.readStreams(commitments.map(commitmentStream));
  for (const commitment of commitments) {
    const stream = commitmentStream(commitment);
    const { version = 0, events = [] } = streams.get(stream) ?? {};
    try {
      histories.set(stream, events.map(decode));
      versions.set(stream, version);
    } catch (error) {
      log.error(`The deadline of ${commitment} is looked at again tomorrow: ${(error as Error).message}`);
      unreadable.add(commitment);
    }
  }
  return { histories, versions, unreadable };
}

/** Appends all but what is for streams that somebody was faster to append to, which it returns: they are looked at anew. */
async function append(
  store: EventStore,
  announced: readonly Addressed[],
  versions: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  const request = { actor: CLOCK, correlationId: uuidv7() };
  for (;;) {
    const appends = announced
      .filter(({ stream }) => !moved.has(stream))
      .map(({ stream, event }) => ({
        stream,
        expected: versions.get(stream) ?? 0,
        events: [newEvent(uuidv7(), event)],
      }));
    if (appends.length === 0) return moved;
    try {
      await store.append({ ...request, appends });
      return moved;
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
      moved.add(error.stream);
    }
  }
}
