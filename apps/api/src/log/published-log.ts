import { EventStore } from '#libs/event-store';
import {
  type CurrentLog,
  entryBundle,
  formatTlogProof,
  HASH_BYTES,
  type KeptCheckpoint,
  leafText,
  SealedLog,
  TILE_WIDTH,
  type TileCoordinates,
  tilePath,
} from '#libs/transparency';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { notFound, Problem } from '../problems/problem.ts';
import { PATIENCE_MS } from '../queries/moment.ts';

const LOOK_AGAIN_MS = 100;

/** That one tree begins another, for those who do not read tiles. */
export interface Consistency {
  readonly from: { readonly size: number; readonly root: Buffer };
  readonly to: { readonly size: number; readonly root: Buffer };
  readonly proof: readonly Buffer[];
}

/** The log as it is published: what it proves, and nothing that no published checkpoint covers. */
@Injectable()
export class PublishedLog {
  constructor(
    @Inject(SealedLog) private readonly sealed: SealedLog,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(PATIENCE_MS) private readonly patienceMs: number,
  ) {}

  /** @throws Problem not-yet-sealed before the notary has begun a log. */
  async current(): Promise<CurrentLog> {
    const log = await this.sealed.current();
    if (!log) throw notYetSealed('The notary has not begun the log yet.');
    return log;
  }

  /** @throws Problem not-yet-sealed, no-such-checkpoint */
  async checkpoint(size?: number): Promise<KeptCheckpoint> {
    const { number } = await this.current();
    const checkpoint = await this.sealed.published(number, size);
    if (checkpoint) return checkpoint;
    if (size === undefined) throw notYetSealed('No checkpoint is published yet.');
    throw new Problem('no-such-checkpoint', `No checkpoint of ${size} events was published.`);
  }

  /**
   * The proof of one event, as text (C2SP tlog-proof). For an event recorded just now it waits a little.
   *
   * @param size of the checkpoint to prove it against; the newest where it is left out.
   * @throws Problem not-found, not-yet-sealed, no-such-checkpoint
   */
  async proof(position: number, size?: number): Promise<string> {
    const checkpoint = size === undefined ? await this.#covering(position) : await this.checkpoint(size);
    if (position > checkpoint.size) {
      throw new Problem(
        'no-such-checkpoint',
        `The checkpoint of ${checkpoint.size} events is older than the event.`,
      );
    }
    const { number } = await this.current();
    const index = position - 1;
    const hashes = await this.sealed.inclusionProof(number, index, checkpoint.size);
    return formatTlogProof({ index, hashes, checkpoint: checkpoint.note });
  }

  /** @throws Problem no-such-checkpoint for a size that the log does not have yet. */
  async consistency(from: number, to: number): Promise<Consistency> {
    const { number } = await this.current();
    const { size } = await this.checkpoint();
    if (to > size)
      throw new Problem('no-such-checkpoint', `The newest checkpoint has ${size} events, not ${to}.`);
    const [olderRoot, newerRoot, proof] = await Promise.all([
      this.sealed.root(number, from),
      this.sealed.root(number, to),
      this.sealed.consistencyProof(number, from, to),
    ]);
    return { from: { size: from, root: olderRoot }, to: { size: to, root: newerRoot }, proof };
  }

  /**
   * The bytes of a tile, or of a bundle of entries (C2SP tlog-tiles).
   *
   * @throws Problem not-found where the tree is not that large.
   */
  async tile(tile: TileCoordinates): Promise<Buffer> {
    const { level, index, width } = tile;
    const { number } = await this.current();
    if (level !== 'entries') {
      const bytes = (await this.sealed.tiles(number, [{ level, index }]))({ level, index });
      if (bytes.length >= width * HASH_BYTES) return bytes.subarray(0, width * HASH_BYTES);
      throw notFound('tile', tilePath(tile));
    }
    const first = index * TILE_WIDTH;
    const { size } = await this.checkpoint();
    const facts = first + width <= size ? await this.sealed.sealedFacts(first, first + width, width) : [];
    if (facts.length === 0) throw notFound('bundle of entries', tilePath(tile));
    return entryBundle(facts.map(leafText));
  }

  /** The newest checkpoint that covers an event. */
  async #covering(position: number): Promise<KeptCheckpoint> {
    const giveUpAt = Date.now() + this.patienceMs;
    for (;;) {
      const { number } = (await this.sealed.current()) ?? { number: 0 };
      const checkpoint = await this.sealed.published(number);
      if (checkpoint && position <= checkpoint.size) return checkpoint;
      const head = await this.store.head();
      if (position > head.position) throw notFound('event at position', String(position));
      if (Date.now() > giveUpAt) {
        throw notYetSealed(
          `The event at position ${position} is not under a published checkpoint yet: the newest has ${checkpoint?.size ?? 0} events.`,
        );
      }
      await pause(LOOK_AGAIN_MS);
    }
  }
}

const notYetSealed = (detail: string): Problem =>
  new Problem('not-yet-sealed', detail, { headers: { 'Retry-After': '1' } });
