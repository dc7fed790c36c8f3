import { type Filter } from '#libs/subscriptions';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { callerKey } from '../access/access-door.ts';
import { credentialIn, Credentials } from '../access/credentials.ts';
import { mayDo } from '../access/permissions.ts';
import { grouped } from '../grouped.ts';
import { Problem } from '../problems/problem.ts';
import { Broadcast } from './broadcast.ts';
import { beginEventStream, HEADERS, startOf } from './open-stream.ts';
import { Seats } from './seats.ts';
import { type StreamClient } from './stream-client.ts';
import { StreamCounts } from './stream-counts.ts';
import { type StreamLimits } from './stream-limits.ts';
import { type StreamSource } from './stream-source.ts';

/** The {@link StreamLimits} of this process. */
export const LIMITS = Symbol('limits of streams');

/** What is streamed to one who asked. */
export interface StreamAsked {
  readonly source: StreamSource;
  readonly filter: Filter;
  /** Only what is above this number; undefined for only what comes from now on. */
  readonly after: number | undefined;
}

/** A stream that is open. */
interface Open {
  readonly broadcast: Broadcast;
  readonly client: StreamClient;
  /** What opened it; undefined where nothing was needed. */
  readonly credential: string | undefined;
}

/** Every open stream of this process. None of them has a connection to the database of its own. */
@Injectable()
export class Streams implements OnModuleDestroy {
  readonly counts = new StreamCounts();
  readonly #log = new Logger('api');
  readonly #broadcasts = new Map<StreamSource, Broadcast>();
  readonly #open = new Set<Open>();
  readonly #seats: Seats;
  readonly #ticking: NodeJS.Timeout;
  #recheckedAt = performance.now();
  #isEnding = false;

  constructor(
    @Inject(LIMITS) private readonly limits: StreamLimits,
    @Inject(Credentials) private readonly credentials: Credentials,
  ) {
    this.#seats = new Seats(limits);
    this.#ticking = setInterval(() => {
      this.#tick();
    }, limits.tickMs);
    this.#ticking.unref();
  }

  /** Ends all streams at once, each told where to go on, so that a drain does not wait for them. */
  onModuleDestroy(): void {
    this.#isEnding = true;
    clearInterval(this.#ticking);
    for (const open of [...this.#open]) open.broadcast.end(open.client, 'shutdown');
  }

  /**
   * Answers with a stream, which stays open.
   *
   * @throws Problem `too-many-streams`, `no-more-streams`, `shutting-down`; `invalid-parameter` for a place to go on from
   * that there is not
   */
  async open(request: FastifyRequest, reply: FastifyReply, asked: StreamAsked): Promise<void> {
    const { source, filter } = asked;
    this.#assertGoingOn();
    if (request.method === 'HEAD') {
      await reply.headers(HEADERS).send();
      return;
    }
    const given = [this.#seats.take(callerKey(request))];
    const leave = (): void => {
      for (const giveBack of given.splice(0)) giveBack();
    };
    try {
      const broadcast = this.#broadcastOf(source);
      given.push(await broadcast.seat());
      const after = await startOf(request, source, asked.after);
      this.#assertGoingOn();
      const response = beginEventStream(request, reply, after, this.limits.retryMs);
      const client = broadcast.add(response, filter, after);
      const { takesBasic = false } = request.routeOptions.config;
      const open = { broadcast, client, credential: credentialIn(request.headers, takesBasic) };
      this.#open.add(open);
      const close = (): void => {
        this.#open.delete(open);
        broadcast.remove(client);
        leave();
      };
      if (response.closed || response.destroyed) close();
      else response.once('close', close);
    } catch (error) {
      leave();
      throw error;
    }
  }

  #assertGoingOn(): void {
    if (!this.#isEnding) return;
    throw new Problem('shutting-down', 'This process is ending.', { headers: { 'Retry-After': '1' } });
  }

  #broadcastOf(source: StreamSource): Broadcast {
    const known = this.#broadcasts.get(source);
    if (known) return known;
    const broadcast = new Broadcast(source, this.limits, {
      sent: () => {
        this.counts.sent(source.name);
      },
      ended: (ending) => {
        this.counts.ended(source.name, ending);
      },
      failed: (error) => {
        this.#log.warn(`A page of ${source.name} could not be read, and is tried again: ${String(error)}`);
      },
    });
    this.#broadcasts.set(source, broadcast);
    this.counts.watch(broadcast);
    return broadcast;
  }

  #tick(): void {
    const now = performance.now();
    for (const broadcast of this.#broadcasts.values()) broadcast.tick(now);
    if (now - this.#recheckedAt < this.limits.recheckMs) return;
    this.#recheckedAt = now;
    void this.#recheck();
  }

  /** Who let somebody in with a key lets them go when it is revoked, and with a token when it has expired. */
  async #recheck(): Promise<void> {
    const byCredential = grouped([...this.#open], ({ credential }) => credential);
    for (const [credential, streams] of byCredential) {
      if (credential === undefined || (await this.#mayStillRead(credential))) continue;
      for (const { broadcast, client } of streams) broadcast.end(client, 'refused');
    }
  }

  async #mayStillRead(credential: string): Promise<boolean> {
    try {
      const holder = await this.credentials.holderOf(credential);
      return holder?.role != null && mayDo(holder.role, 'read');
    } catch {
      // With the database away nobody knows; the next look tells.
      return true;
    }
  }
}
