import { type Filter } from '#libs/subscriptions';
import { type ServerResponse } from 'node:http';
import { type Ending, type Shared, StreamClient } from './stream-client.ts';
import { type StreamLimits } from './stream-limits.ts';
import { type StreamSource } from './stream-source.ts';
import { Turns } from './turns.ts';

/** Who is told what happens in a broadcast. */
export interface BroadcastWatch {
  /** A message was sent to a client. */
  readonly sent: () => void;
  /** A client was ended by us. */
  readonly ended: (ending: Ending) => void;
  /** A page could not be read; it is tried again. */
  readonly failed: (error: unknown) => void;
}

/** All clients of one source. While there are any, its tail follows. */
export class Broadcast {
  readonly #clients = new Set<StreamClient>();
  readonly #shared: Shared;
  #seats = 0;
  #following: { readonly stop: AbortController; readonly begun: Promise<void> } | undefined;

  constructor(
    readonly source: StreamSource,
    private readonly limits: StreamLimits,
    private readonly watch: BroadcastWatch,
  ) {
    const { sent, failed } = watch;
    this.#shared = { source, limits, turns: new Turns(limits.pagesAtOnce), sent, failed };
    source.tail.onNews(() => {
      for (const client of this.#clients) client.advance();
    });
  }

  get clients(): ReadonlySet<StreamClient> {
    return this.#clients;
  }

  /** How far the client furthest behind is behind the tail, in entries. */
  get lag(): number {
    let least = this.source.tail.to;
    for (const { place } of this.#clients) least = Math.min(least, place);
    return this.source.tail.to - least;
  }

  /** Takes a seat: from here on the tail follows, until the last one is given back by the function answered with. */
  async seat(): Promise<() => void> {
    this.#seats += 1;
    const leave = onlyOnce(() => {
      this.#seats -= 1;
      if (this.#seats > 0) return;
      this.#following?.stop.abort();
      this.#following = undefined;
    });
    try {
      this.#following ??= this.#follow();
      await this.#following.begun;
      return leave;
    } catch (error) {
      // Nobody can sit on what does not begin; the next one tries again.
      this.#following = undefined;
      leave();
      throw error;
    }
  }

  /** Begins to send to somebody who has a seat. */
  add(response: ServerResponse, filter: Filter, after: number): StreamClient {
    const client = new StreamClient(response, this.#shared, filter, after);
    this.#clients.add(client);
    client.advance();
    return client;
  }

  remove(client: StreamClient): void {
    this.#clients.delete(client);
    client.leave();
  }

  end(client: StreamClient, ending: Ending): void {
    if (!this.#clients.delete(client)) return;
    this.watch.ended(ending);
    client.end(ending, this.limits.farewellMs);
  }

  /** Looks after everybody. */
  tick(now: number): void {
    for (const client of this.#clients) {
      const ending = client.tick(now);
      if (ending) this.end(client, ending);
    }
  }

  #follow() {
    const stop = new AbortController();
    return { stop, begun: this.source.begin(stop.signal) };
  }
}

function onlyOnce(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
