import { type ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { type Entry } from './event-stream.ts';
import { StreamClient } from './stream-client.ts';
import { STREAM_LIMITS } from './stream-limits.ts';
import { type StreamSource } from './stream-source.ts';
import { Tail } from './tail.ts';
import { Turns } from './turns.ts';

const ENTRIES = 300;

/** A client that is sent all entries of a source from where they are stored, each of so many bytes, as its socket takes them. */
async function caughtUp(
  bytes: number,
): Promise<{ readonly pages: readonly number[]; readonly sent: number }> {
  const message = Buffer.alloc(bytes, 'x');
  const tail = new Tail(STREAM_LIMITS.tail);
  tail.reset(ENTRIES);
  const pages: number[] = [];
  const source: StreamSource = {
    ...{ name: 'entries', tail, begin: () => Promise.resolve(), now: () => ENTRIES },
    end: () => Promise.resolve(ENTRIES),
    stored: (after, limit) => {
      const length = Math.min(limit, ENTRIES - after);
      pages.push(length);
      const entries = Array.from({ length }, (_, index): Entry => {
        return { number: after + 1 + index, about: {} as Entry['about'], message: () => message };
      });
      return Promise.resolve({ entries, next: after + length });
    },
  };
  let sent = 0;
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const socket = new Writable({
    highWaterMark: 16_384,
    write: (_chunk, _encoding, taken) => {
      sent += 1;
      setImmediate(taken);
      if (sent === ENTRIES) done();
    },
  });
  const failed = (error: unknown): void => {
    socket.destroy(error as Error);
  };
  const shared = { source, turns: new Turns(1), limits: STREAM_LIMITS, sent: () => undefined, failed };
  new StreamClient(socket as unknown as ServerResponse, shared, {}, 0).advance();
  await all;
  return { pages, sent };
}

describe('a client that is behind', () => {
  it('when entries are large, then little is read that its socket does not take', async () => {
    const { pages, sent } = await caughtUp(60_000);
    expect(sent).toBe(ENTRIES);
    const read = pages.reduce((sum, length) => sum + length, 0);
    expect(read).toBeLessThan(STREAM_LIMITS.pageEntries + 2 * ENTRIES);
  });

  it('when they are small, then it is read in whole pages', async () => {
    const { pages } = await caughtUp(100);
    expect(pages).toEqual([200, 100]);
  });

  it('when they are in between, then pages stay about as long as what its socket takes', async () => {
    const { pages } = await caughtUp(1_000);
    expect(Math.min(...pages.slice(0, -1))).toBeGreaterThan(100);
  });
});
