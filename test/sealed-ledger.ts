import { EventStore } from '#libs/event-store';
import {
  formatVerifierKey,
  Frontier,
  type KeptCheckpoint,
  leafHash,
  leafText,
  newSignerKey,
  OPEN_POLICY,
  parseSignerKey,
  SealedLog,
  type Signer,
  trustedCheckpoint,
} from '#libs/transparency';
import { cloneDatabase, sampleAppend, sampleStream, type TestDatabase, until } from '#libs/testkit';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { memoryIn } from '../apps/notary/src/memory.ts';
import { type NotaryOptions } from '../apps/notary/src/notary-options.ts';
import { type Notary, runNotary } from '../apps/notary/src/notary.ts';

export const ORIGIN = 'example.com/log';

/** A ledger of a test's own, with as many notaries as it starts. */
export class SealedLedger {
  readonly signer: Signer = parseSignerKey(newSignerKey(ORIGIN));
  readonly told: string[] = [];
  #store: EventStore | undefined;
  #admin: pg.Pool | undefined;
  #running: Notary[] = [];
  #streams = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
  ) {}

  static async open(): Promise<SealedLedger> {
    return new SealedLedger(await cloneDatabase(), await mkdtemp(join(tmpdir(), 'notary-')));
  }

  get stateFile(): string {
    return join(this.folder, 'state.json');
  }

  get store(): EventStore {
    return (this.#store ??= new EventStore(this.database.pool('api')));
  }

  get admin(): pg.Pool {
    return (this.#admin ??= this.database.pool('admin', 2));
  }

  /** Starts a notary; what is not given is as usual. */
  start(given: Partial<NotaryOptions> = {}): Notary {
    const tell = (sentence: string): void => {
      this.told.push(sentence);
    };
    const notary = runNotary({
      ...{ databaseUrl: this.database.urls.notary, signer: this.signer },
      ...{ memory: memoryIn(this.stateFile), policy: OPEN_POLICY, policyText: 'quorum none\n' },
      ...{
        log: { log: tell, warn: tell, error: tell, debug: () => undefined },
        lookAgainMs: 100,
        paceMs: 20,
      },
      ...given,
    });
    this.#running.push(notary);
    return notary;
  }

  /** Ends every notary, as a restart does. */
  async stopNotaries(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((notary) => notary.stop()));
  }

  /** Appends events that mean nothing, on a stream of their own. @returns the last position. */
  async record(count = 1): Promise<number> {
    this.#streams += 1;
    const stream = sampleStream(`commitment-${this.#streams}-${process.hrtime.bigint()}`, 0, count);
    const { events } = await this.store.append(sampleAppend(stream));
    return events.at(-1)?.position ?? 0;
  }

  /** The checkpoint that covers a position, once it is published, its signature checked. */
  async sealed(position: number): Promise<KeptCheckpoint> {
    return until(
      `position ${position} is sealed`,
      async () => {
        const sealed = new SealedLog(this.admin);
        const log = await sealed.current();
        const checkpoint = log && (await sealed.published(log.number));
        return checkpoint && checkpoint.size >= position ? checkpoint : undefined;
      },
      60_000,
    );
  }

  /** What a checkpoint says, if it is by the key of this ledger. */
  trusted({ note }: KeptCheckpoint, signer = this.signer) {
    const policy = { ...OPEN_POLICY, logs: [{ key: signer.verifier }] };
    return trustedCheckpoint(note, policy);
  }

  /** The root over the first events, from nothing but the events. */
  async rootOf(size: number): Promise<Buffer> {
    const frontier = new Frontier();
    for (const event of await this.store.readAll({ after: 0, upTo: size, limit: size })) {
      frontier.append(leafHash(leafText(event)));
    }
    return frontier.root();
  }

  /** Why a notary refuses, once it does. */
  refusal(notary: Notary): Promise<string> {
    return until('the notary refuses', () => notary.status().refused, 60_000);
  }

  /** Why nothing may be recorded; null where it may. */
  async readOnly(): Promise<string | null> {
    const { rows } = await this.admin.query<{ because: string | null }>(
      'select read_only_because as because from ledger.head',
    );
    return rows[0]?.because ?? null;
  }

  /** Changes the database as a superuser can, past every guard. */
  async tamper(sql: string, values: unknown[] = []): Promise<void> {
    const client = await this.admin.connect();
    try {
      await client.query('alter table ledger.events disable trigger all');
      await client.query(sql, values);
      await client.query('alter table ledger.events enable always trigger refuse_row');
      await client.query('alter table ledger.events enable always trigger refuse_statement');
    } finally {
      client.release();
    }
  }

  /** A backup of the database. Called, the answer restores it; every notary must have ended. */
  async backUp(): Promise<() => Promise<void>> {
    const restore = await this.database.backUp();
    return async () => {
      await this.#store?.close();
      [this.#store, this.#admin] = [undefined, undefined];
      await restore();
    };
  }

  /** Takes from the notary what it remembers by itself. */
  async forget(): Promise<void> {
    await rm(this.stateFile, { force: true });
  }

  vkey(): string {
    return formatVerifierKey(this.signer.verifier);
  }

  async close(): Promise<void> {
    await this.stopNotaries();
    await this.#store?.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true });
  }
}
