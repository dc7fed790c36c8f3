import { type Addressed, recordFacts, streamOf, streamsRestedOn } from '#libs/domain';
import {
  type Appended,
  type AppendRequest,
  EventStore,
  IdempotencyKeyReused,
  newEvent,
  StreamMoved,
} from '#libs/event-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { grouped } from '../grouped.ts';
import { Problem } from '../problems/problem.ts';
import { type RefusalAtDoor, refused } from '../problems/refused.ts';
import { AnchorCheck } from './anchor-check.ts';
import { Lanes } from './lanes.ts';
import { type ReadStreams, KnownStreams } from './known-streams.ts';
import { RecordFacts, type Recording, type RecordingRequest } from './record-facts.ts';

/** How often to decide anew when another process records to the same streams. Each time one of them got through. */
const ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 50;

/** The road of every command: read, fold, decide, append; and again, where someone else was faster. */
@CommandHandler(RecordFacts)
export class RecordFactsHandler implements ICommandHandler<RecordFacts> {
  readonly #lanes = new Lanes();

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(KnownStreams) private readonly streams: KnownStreams,
    @Inject(AnchorCheck) private readonly anchors: AnchorCheck,
  ) {}

  /** @throws Problem saying everything for which it was refused. */
  async execute({ request }: RecordFacts): Promise<Recording> {
    const earlier = await this.#answeredBefore(request);
    const { wrong, warnings } = await this.anchors.check(request.facts);
    if (earlier) return this.#answer(request, earlier, warnings);
    const decide = (waited: boolean): Promise<Recording> => this.#decide(request, waited, wrong, warnings);
    if (request.dryRun) return decide(false);
    return this.#lanes.through([...new Set(request.facts.map(({ fact }) => streamOf(fact)))], decide);
  }

  async #decide(
    request: RecordingRequest,
    waited: boolean,
    wrong: readonly RefusalAtDoor[],
    warnings: readonly string[],
  ): Promise<Recording> {
    for (let attempt = 1; ; attempt += 1) {
      const isFresh = attempt === 1 && !waited;
      const read = await this.streams.towards(request.facts, isFresh ? request.read : undefined);
      checkExpected(request, read);
      const decision = recordFacts(request.facts, read.histories);
      const refusals = [...('refused' in decision ? decision.refused : []), ...wrong];
      if ('refused' in decision || wrong.length > 0) throw refused(refusals);
      if (request.dryRun) return rehearsed(decision.accepted, read, warnings);
      try {
        const appended = await this.#append(request, decision.accepted, read);
        return await this.#answer(request, appended, warnings);
      } catch (error) {
        await this.#readAgain(error, request, attempt);
      }
    }
  }

  /** Dry runs leave nothing behind, so neither can they have been answered before. */
  async #answeredBefore({ actor, idempotency, dryRun }: RecordingRequest): Promise<Appended | undefined> {
    if (!idempotency || dryRun) return undefined;
    const found = await this.store.findAppend(actor, idempotency.key);
    if (found && found.fingerprint !== idempotency.fingerprint)
      throw new IdempotencyKeyReused(idempotency.key);
    return found?.appended;
  }

  /** What is known already is not sent to the store, unless the key under which it was asked is to be remembered. */
  async #append(
    request: RecordingRequest,
    accepted: readonly Addressed[],
    read: ReadStreams,
  ): Promise<Appended> {
    const { actor, correlationId, idempotency } = request;
    if (accepted.length === 0 && !idempotency) {
      const { recordedAt } = await this.store.head();
      return { outcome: 'appended', events: [], recordedAt: recordedAt ?? new Date().toISOString() };
    }
    const appends = appendsOf(accepted, read);
    const held = streamsRestedOn(request.facts, read.histories)
      .filter((rested) => appends.every(({ stream }) => stream !== rested))
      .map((stream) => ({ stream, expected: read.versions.get(stream) ?? 0, events: [] }));
    return this.store.append({
      appends: [...appends, ...held],
      actor,
      correlationId,
      ...(idempotency && { idempotency }),
    });
  }

  /** The answer follows from what the store remembers, so that it is the same whenever it is asked for again. */
  async #answer(
    { facts }: RecordingRequest,
    { outcome, events, recordedAt }: Appended,
    warnings: readonly string[],
  ): Promise<Recording> {
    const replayed = outcome === 'repeated';
    const last = events.at(-1);
    if (last) {
      const versions = new Map(events.map(({ stream, version }) => [stream, version]));
      const streams = [...versions].map(([id, version]) => ({ id, version }));
      return { outcome: 'recorded', position: last.position, events, streams, warnings, replayed };
    }
    const position = await this.store.positionAt(recordedAt);
    const named = [...new Set(facts.map(({ fact }) => streamOf(fact)))];
    const histories = await this.store.readStreams(named, { upTo: position });
    const streams = [...histories].map(([id, { version }]) => ({ id, version }));
    return { outcome: 'unchanged', position, events: [], streams, warnings, replayed };
  }

  async #readAgain(error: unknown, { expected }: RecordingRequest, attempt: number): Promise<void> {
    if (!(error instanceof StreamMoved)) throw error;
    this.streams.found(error.stream, error.actual);
    if (expected?.stream === error.stream) throw versionMoved(expected.version, error.actual);
    if (attempt === ATTEMPTS) {
      throw new Problem(
        'too-much-contention',
        `${error.stream} moved ${ATTEMPTS} times while it was being decided.`,
        {
          headers: { 'Retry-After': '1' },
        },
      );
    }
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** attempt));
  }
}

function checkExpected({ expected }: RecordingRequest, { versions }: ReadStreams): void {
  if (!expected) return;
  const actual = versions.get(expected.stream) ?? 0;
  if (actual !== expected.version) throw versionMoved(expected.version, actual);
}

const versionMoved = (expected: number, actual: number): Problem =>
  new Problem('version-moved', `If-Match expects version ${expected}, and it is at ${actual}.`, {
    headers: { ETag: `"${actual}"` },
  });

/**
 * Only streams appended to are expected at the version read, and those that `streamsRestedOn` names. What is merely
 * referred to holds facts that cannot un-happen, so a registered source does not become a place where all recorders
 * collide.
 */
function appendsOf(accepted: readonly Addressed[], { versions }: ReadStreams): AppendRequest['appends'] {
  return [...grouped(accepted, ({ stream }) => stream)].map(([stream, added]) => ({
    stream,
    expected: versions.get(stream) ?? 0,
    events: added.map(({ event }) => newEvent(uuidv7(), event)),
  }));
}

function rehearsed(
  accepted: readonly Addressed[],
  { versions }: ReadStreams,
  warnings: readonly string[],
): Recording {
  const next = new Map<string, number>();
  const events = accepted.map(({ stream, event }) => {
    const version = (next.get(stream) ?? versions.get(stream) ?? 0) + 1;
    next.set(stream, version);
    return { position: null, stream, version, type: event.type, id: null };
  });
  const streams = [...next].map(([id, version]) => ({ id, version }));
  return { outcome: 'dry-run', position: null, events, streams, warnings, replayed: false };
}
