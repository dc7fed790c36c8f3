import { EventStore, isTransient, StoreBusy } from '#libs/event-store';
import { startLocalPostgres } from '#libs/platform';
import { sampleAppend, sampleEvent, testPasswords, until } from '#libs/testkit';
import { migrate } from '#migrations';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { faultsIn } from './log-faults.ts';

const KILLS = process.env['LEDGER_LONG'] === '1' ? 20 : 2;
const WRITERS = 8;
const BACK_WITHIN_MS = 10_000;

/** A Postgres of this test's own, in a folder that survives its deaths. */
class MortalPostgres {
  #server: Awaited<ReturnType<typeof startLocalPostgres>> | undefined;

  private constructor(private readonly dataDir: string) {}

  static async start(): Promise<MortalPostgres> {
    const mortal = new MortalPostgres(await mkdtemp(join(tmpdir(), 'ledger-mortal-')));
    await mortal.startAgain();
    return mortal;
  }

  async startAgain(): Promise<void> {
    this.#server = await startLocalPostgres({ dataDir: this.dataDir });
  }

  get adminUrl(): string {
    return this.#server?.adminUrl ?? '';
  }

  /** As the machine's out-of-memory killer would, but all at once: no process of it gets to say or write anything. */
  async kill(): Promise<void> {
    const postmaster = Number.parseInt(
      await readFile(join(this.dataDir, 'cluster/postmaster.pid'), 'utf8'),
      10,
    );
    const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
    for (const pid of [postmaster, ...children.trim().split(' ').map(Number)]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Ended by itself in the meantime.
      }
    }
  }

  async remove(): Promise<void> {
    await this.#server?.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

let postgres: MortalPostgres;
beforeAll(async () => {
  postgres = await MortalPostgres.start();
  await migrate({ adminUrl: postgres.adminUrl, rolePasswords: testPasswords });
}, 120_000);
afterAll(() => postgres.remove());

function poolOf(user: 'ledger_api' | 'postgres', options?: string): pg.Pool {
  const url = new URL(postgres.adminUrl);
  if (user === 'ledger_api') {
    url.username = user;
    url.password = testPasswords.api;
  }
  const pool = new pg.Pool({
    connectionString: url.href,
    max: WRITERS,
    ...(options !== undefined && { options }),
  });
  pool.on('error', () => undefined);
  return pool;
}

/** This proves nothing about power loss: what a killed process has handed to the kernel is still written. */
describe(`a Postgres killed with SIGKILL ${KILLS} times under load`, () => {
  it('loses nothing it acknowledged, and takes writes again within ten seconds of its return', async () => {
    const pool = poolOf('ledger_api');
    const store = new EventStore(pool);
    const acknowledged: string[] = [];
    let isOver = false;
    let againAfterErrors = 0;
    const writing = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let version = 0; !isOver; version += 1) {
        const event = sampleEvent();
        const request = sampleAppend({ stream: `writer-${writer}`, expected: version, events: [event] });
        for (;;) {
          try {
            await store.append(request);
            acknowledged.push(event.id);
            break;
          } catch (error) {
            if (!isTransient(error) && !(error instanceof StoreBusy)) throw error;
            againAfterErrors += 1;
          }
        }
      }
    });
    const more = async (timeoutMs: number): Promise<void> => {
      const before = acknowledged.length;
      await until('more is acknowledged', () => acknowledged.length > before + 10 * WRITERS, timeoutMs);
    };
    for (let kills = 0; kills < KILLS; kills += 1) {
      await more(BACK_WITHIN_MS);
      await postgres.kill();
      await postgres.startAgain();
      await more(BACK_WITHIN_MS);
    }
    isOver = true;
    await Promise.all(writing);

    const log = await store.readAll({ after: 0, limit: 1_000_000 });
    expect(faultsIn(log)).toEqual([]);
    const found = new Set(log.map(({ id }) => id));
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(found.size).toBe(acknowledged.length);
    console.info(
      `${KILLS} kills, ${acknowledged.length} acknowledged, 0 lost; ${againAfterErrors} sent again`,
    );
    await store.close();
    await pool.end();
  }, 900_000);

  it('and that was hard: with asynchronous commit, what was acknowledged is lost', async () => {
    const admin = poolOf('postgres');
    await admin.query('create table hasty (id int primary key)');
    await admin.end();
    const lost = await until(
      'something acknowledged is lost',
      async () => {
        const hasty = poolOf('postgres', '-c synchronous_commit=off');
        const acknowledged: number[] = [];
        let next = Math.floor(Math.random() * 2 ** 30);
        const writing = async (): Promise<void> => {
          for (;;) {
            const id = next++;
            await hasty.query('insert into hasty values ($1)', [id]);
            acknowledged.push(id);
          }
        };
        const ended = Promise.allSettled(Array.from({ length: WRITERS }, writing));
        await until('some are acknowledged', () => acknowledged.length > 500);
        await postgres.kill();
        await ended;
        await hasty.end();
        await postgres.startAgain();
        const after = poolOf('postgres');
        const { rows } = await after.query<{ id: number }>('select id from hasty');
        await after.end();
        const found = new Set(rows.map(({ id }) => id));
        return acknowledged.filter((id) => !found.has(id)).length;
      },
      120_000,
    );
    expect(lost).toBeGreaterThan(0);
  }, 180_000);
});
