import { EventStore } from '#libs/event-store';
import { type At, ReadModels } from '#libs/read-models';
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { baseAddress, PUBLIC_URL } from './base-address.ts';
import { rendered, type Rendered, sendConditionally } from './conditional.ts';

/** What a rendering is made from. */
export interface Ground {
  /** Of today. */
  readonly at: At;
  /** The address of the ledger, without a slash at the end. */
  readonly base: string;
}

/** Bytes kept at hand, over all renderings. */
const AT_HAND = 16_000_000;
/** As long as readers may keep one without asking. */
const KEPT_MS = 60_000;

/**
 * Renders feeds and calendars once for all who ask while nothing new is known: programs ask for the same ones again and
 * again, many of them at the full hour.
 */
@Injectable()
export class Renderings {
  readonly #kept = new LRUCache<string, Rendered, () => Promise<string>>({
    maxSize: AT_HAND,
    sizeCalculation: ({ bytes }) => bytes.length + 500,
    ttl: KEPT_MS,
    fetchMethod: async (_key, _stale, { context }) => rendered(await context()),
  });

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | undefined,
  ) {}

  /**
   * Answers a request with what `render` makes, or with 304.
   *
   * @param query what is asked for, in one text for all ways to ask for it.
   */
  async answer(
    exchanged: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    { mediaType, query }: { readonly mediaType: string; readonly query: string },
    render: (ground: Ground) => Promise<string>,
  ): Promise<void> {
    const { request, reply } = exchanged;
    const now = new Date();
    const day = now.toISOString().slice(0, 10);
    const base = baseAddress(request, this.publicUrl);
    const head = await this.store.head();
    const asOf = await this.readModels.asOf();
    const key = JSON.stringify([mediaType, query, base, asOf, day]);
    const made = await this.#kept.fetch(key, { context: () => render({ at: { validAt: day }, base }) });
    if (!made) throw new Error('a rendering was dropped before it was made');
    const changed = asOf >= head.position ? changedBy(head.recordedAt, day, now) : undefined;
    await sendConditionally(request, reply, made, mediaType, changed);
  }
}

/**
 * Since when everything has been as it is, in whole seconds: the end of the second in which the last event was recorded, or
 * the beginning of the day. It is undefined while that second lasts, for more may be recorded in it.
 */
function changedBy(recordedAt: string | null | undefined, day: string, now: Date): Date | undefined {
  const recorded = recordedAt == null ? 0 : (Math.floor(Date.parse(recordedAt) / 1000) + 1) * 1000;
  const changed = Math.max(recorded, Date.parse(day));
  return changed > now.getTime() ? undefined : new Date(changed);
}
