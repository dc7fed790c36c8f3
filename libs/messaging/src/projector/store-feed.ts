import { toMessage } from '../envelope.ts';
import { isOver } from '../patience.ts';
import { type EventSource } from '../relay/event-source.ts';
import { type Feed, STEP_MESSAGES } from './feed.ts';

/**
 * The log itself as a feed of one partition, for where there is no broker. Positions are dense, so the offset of an event
 * is its position less one, and its predecessor is the position before.
 */
export const storeFeed = (source: EventSource): Feed => ({
  name: 'the log',
  isThere: () => Promise.resolve(true),
  forget: () => Promise.resolve(),
  run: async (bookmarks, take, signal) => {
    while (!isOver(signal)) {
      const standing = bookmarks.standing();
      let place = bookmarks.of(0)?.nextOffset;
      if (!standing || place === undefined) throw new Error('The log has not been opened');
      const { generation } = standing;
      const sent = new AbortController();
      bookmarks.assign([0], ({ nextOffset }) => {
        if (nextOffset !== place) sent.abort();
      });
      const here = AbortSignal.any([signal, sent.signal]);
      const pace = { isOver: () => isOver(here), beat: () => Promise.resolve() };
      for await (const page of source.follow({ after: place, batch: STEP_MESSAGES, signal: here })) {
        const messages = page.map((event) => ({
          offset: String(event.position - 1),
          ...toMessage(event, { source: standing.source, generation, previous: event.position - 1 }),
        }));
        await take(0, messages, pace);
        place = bookmarks.of(0)?.nextOffset;
        if (place !== page.at(-1)?.position) break;
      }
    }
  },
});
