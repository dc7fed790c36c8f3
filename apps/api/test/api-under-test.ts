import { EventStore } from '#libs/event-store';
import { projections } from '#libs/read-models';
import type pg from 'pg';
import { type RunningApi, startApi } from '../src/api.ts';
import { type ApiConfig } from '../src/config.ts';

/** What a test needs of a database of its own; libs/testkit's TestDatabase is one. */
interface Database {
  readonly urls: Readonly<Record<'api', string>>;
  pool(role: 'admin' | 'projector', max?: number): pg.Pool;
}

/** An answer with its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into bodies freely.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface Asking {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ADMIN_KEY = 'lk_the-administrator-of-the-tests';

/** An event in a receipt or a page. */
export interface ToldEvent {
  readonly position: number;
  readonly type: string;
  readonly stream: string;
}

/** The events that a receipt or a page tells of. */
export const eventsIn = ({ body }: Answer): readonly ToldEvent[] => {
  const { events, items } = body as { events?: ToldEvent[]; items?: ToldEvent[] };
  return events ?? items ?? [];
};

/** A real server on a free port, over a real database that others may be over too, and the ways a test speaks to it. */
export class ApiUnderTest {
  private constructor(
    readonly running: RunningApi,
    readonly store: EventStore,
    private readonly admin: pg.Pool,
    private readonly projector: pg.Pool,
    /** What it logged, one entry to a line. */
    readonly logged: readonly string[],
  ) {}

  static async start(database: Database, config: Partial<ApiConfig> = {}): Promise<ApiUnderTest> {
    const admin = database.pool('admin');
    await admin.query(
      `select ledger.create_read_models('read_models') where to_regnamespace('read_models') is null`,
    );
    const logged: string[] = [];
    const log = (line: unknown) => {
      logged.push(String(line));
    };
    const settings = {
      databaseUrl: database.urls.api,
      host: '127.0.0.1',
      port: 0,
      adminKey: ADMIN_KEY,
      anonymousReads: false,
      poolSize: 5,
      rateLimit: { max: 100_000, windowMs: 60_000 },
      patienceMs: 200,
      ...config,
    };
    const running = await startApi(settings, { log: () => undefined, warn: log, error: log });
    return new ApiUnderTest(running, new EventStore(admin), admin, database.pool('projector'), logged);
  }

  get url(): string {
    return this.running.url;
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  /** Sends a request with the administrator's key, unless another is named or null for none. */
  async ask(
    method: string,
    path: string,
    { key = ADMIN_KEY, body, headers = {} }: Asking = {},
  ): Promise<Answer> {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as unknown) : undefined,
    };
  }

  get(path: string, asking: Asking = {}): Promise<Answer> {
    return this.ask('GET', path, asking);
  }

  post(path: string, body: unknown, asking: Asking = {}): Promise<Answer> {
    return this.ask('POST', path, { ...asking, body });
  }

  postYaml(path: string, body: string, asking: Asking = {}): Promise<Answer> {
    return this.ask('POST', path, {
      ...asking,
      body,
      headers: { ...asking.headers, 'content-type': 'application/yaml' },
    });
  }

  /** A key of a role, given out by the administrator. */
  async keyOf(role: string, name = `test-${role}`): Promise<string> {
    const { body } = await this.post('/v1/keys', { name, role });
    return (body as { secret: string }).secret;
  }

  /**
   * Folds the log into the read models as the projector does, without the road through Kafka, which the tests of the
   * whole house take.
   */
  async project(): Promise<number> {
    const { rows } = await this.admin.query<{ as_of: string }>('select as_of from read_models.build');
    let after = Number(rows[0]?.as_of ?? 0);
    for (;;) {
      const events = await this.store.readAll({ after, limit: 1000 });
      const last = events.at(-1);
      if (!last) return after;
      const client = await this.projector.connect();
      try {
        await client.query('begin');
        for (const projection of projections) await projection.project(client, 'read_models', events);
        await client.query('commit');
      } finally {
        client.release();
      }
      after = last.position;
      await this.admin.query('update read_models.build set as_of = $1', [after]);
    }
  }
}
