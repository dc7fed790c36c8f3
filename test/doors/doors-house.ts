import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { EventStore } from '#libs/event-store';
import { createServer, type AddressInfo } from 'node:net';
import { Supervised } from '../supervised.ts';
import { KillableBroker } from './killable-broker.ts';

export const ADMIN_KEY = 'lk_the-administrator-of-the-doors';
const PATIENCE_MS = 240_000;

/** The whole ledger, each role a process of its own over a database and a broker of its own: what can be killed. */
export class DoorsHouse {
  readonly store: EventStore;

  private constructor(
    readonly database: TestDatabase,
    readonly broker: KillableBroker,
    /** Of the two processes of the api. */
    readonly urls: readonly string[],
    readonly apis: readonly Supervised[],
    readonly dispatcher: Supervised,
    private readonly carriers: readonly Supervised[],
  ) {
    this.store = new EventStore(database.pool('admin'));
  }

  static async open(): Promise<DoorsHouse> {
    const [database, broker] = await Promise.all([cloneDatabase(), KillableBroker.start()]);
    const ports = [await freePort(), await freePort()];
    const webhooks = { WEBHOOKS_ALLOW_HTTP: 'true', WEBHOOKS_ALLOWED_NETWORKS: '127.0.0.1/32' };
    const kafka = { KAFKA_BROKERS: broker.brokers };
    const { urls } = database;
    const apis = ports.map(
      (port) =>
        new Supervised('api', {
          ...webhooks,
          ...{ DATABASE_URL: urls.api, PORT: String(port), LEDGER_ADMIN_KEY: ADMIN_KEY },
          ...{ RATE_LIMIT: '1000000', STREAM_CLIENTS_PER_CALLER: '2000' },
        }),
    );
    const dispatcher = new Supervised('dispatcher', { ...webhooks, DATABASE_URL: urls.dispatcher });
    const carriers = [
      new Supervised('relay', { ...kafka, DATABASE_URL: urls.relay, KAFKA_PARTITIONS: '6' }),
      new Supervised('projector', { ...kafka, DATABASE_URL: urls.projector }),
    ];
    for (const role of [...apis, dispatcher, ...carriers]) role.start();
    const addresses = ports.map((port) => `http://127.0.0.1:${port}`);
    const house = new DoorsHouse(database, broker, addresses, apis, dispatcher, carriers);
    for (const url of addresses) await until(`${url} answers`, () => isReady(url), PATIENCE_MS);
    return house;
  }

  /** What is killed here, ready to be: of the processes of the api each in turn. */
  kills(): Readonly<Record<'api' | 'dispatcher' | 'broker', () => Promise<void>>> {
    let turn = 0;
    return {
      api: async () => this.apis[turn++ % this.apis.length]?.kill(),
      dispatcher: () => this.dispatcher.kill(),
      broker: () => this.broker.kill(),
    };
  }

  async head(): Promise<number> {
    return (await this.store.head()).position;
  }

  /** Until the read models have everything, and every change has its number. */
  async settled(): Promise<void> {
    const pool = this.database.pool('admin', 1);
    await until(
      'everything recorded is known and told',
      async () => {
        const { rows } = await pool.query<{ all: boolean }>(
          `select ledger.read_models_as_of() = (select position from ledger.head)
              and not exists (select from ledger.changes_waiting) as all`,
        );
        return rows[0]?.all;
      },
      PATIENCE_MS,
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.apis, this.dispatcher, ...this.carriers].map((role) => role.stop()));
    await this.broker.stop();
    await this.database.drop();
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

/** A port that was free a moment ago. A process that is started again has to have the same one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
