import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Problem } from '../problems/problem.ts';
import { type Caller } from './caller.ts';
import { insertReadsSql, readsSql } from './reads.sql.ts';

/** What somebody asked to see. */
export interface AskedRead {
  readonly caller: Pick<Caller, 'name' | 'role'>;
  readonly method: string;
  /** The address with its query. */
  readonly what: string;
}

/** A read as it is kept. */
export interface KeptRead {
  readonly number: number;
  readonly readAt: string;
  readonly reader: string;
  readonly role: string;
  readonly method: string;
  readonly what: string;
  readonly position: number;
}

interface ReadRow extends Omit<KeptRead, 'number' | 'readAt' | 'position'> {
  readonly number: string;
  readonly position: string;
  readonly read_at: Date;
}

interface Waiting {
  readonly read: AskedRead;
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/** Longer addresses are cut: what they ask is in their beginning. */
const LONGEST = 8_000;

/**
 * The log of who read what. While one statement is on its way, further reads wait and go together with the next, so that
 * many readers cost few commits.
 */
@Injectable()
export class ReadLog {
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(@Inject(Pool) private readonly pool: Pool) {}

  /**
   * Keeps a read; it is kept once this returns.
   *
   * @throws Problem `read-not-recorded`
   */
  async keep(read: AskedRead): Promise<void> {
    try {
      await new Promise<void>((kept, failed) => {
        this.#waiting.push({ read, kept, failed });
        if (!this.#isWriting) void this.#write();
      });
    } catch {
      throw new Problem('read-not-recorded', 'What you asked could not be recorded, so it is not answered.', {
        headers: { 'Retry-After': '2' },
      });
    }
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting;
      this.#waiting = [];
      const column = (of: (read: AskedRead) => string): readonly string[] => some.map(({ read }) => of(read));
      try {
        await this.pool.query(insertReadsSql, [
          column(({ caller }) => caller.name),
          column(({ caller }) => caller.role ?? ''),
          column(({ method }) => method),
          column(({ what }) => (what.length > LONGEST ? `${what.slice(0, LONGEST)}…` : what)),
        ]);
        for (const { kept } of some) kept();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    this.#isWriting = false;
  }

  /** Reads that were kept, in order of asking or from the newest, beyond a number. */
  async list(
    direction: keyof typeof readsSql,
    {
      beyond,
      limit,
      reader,
    }: { readonly beyond: number; readonly limit: number; readonly reader?: string | undefined },
  ): Promise<readonly KeptRead[]> {
    const values = [beyond, limit, reader ?? null];
    const { rows } = await this.pool.query<ReadRow>(readsSql[direction], values);
    return rows.map(({ read_at, number, position, reader: who, role, method, what }) => ({
      number: Number(number),
      readAt: read_at.toISOString(),
      reader: who,
      role,
      method,
      what,
      position: Number(position),
    }));
  }
}
