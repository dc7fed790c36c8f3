import { type RecordedEvent } from '#libs/domain';
import { type EventStore } from '#libs/event-store';
import { type History } from '#libs/reports';

const PAGE = 500;

/** The history in the store, up to a position. The next page is read while one is handled. */
export const storedHistory = (store: EventStore, position: number): History => ({
  async *pages() {
    const read = (after: number): Promise<readonly RecordedEvent[]> =>
      store.readAll({ after, limit: PAGE, upTo: position });
    for (let next = read(0); ;) {
      const page = await next;
      const last = page.at(-1)?.position;
      if (last === undefined) return;
      next = read(last);
      // Should nobody come back for it, its failure is nobody's.
      next.catch(() => undefined);
      yield page;
    }
  },
  streams: async (ids) => {
    const histories = await store.readStreams(ids, { upTo: position });
    return new Map([...histories].map(([id, { events }]) => [id, events]));
  },
});
