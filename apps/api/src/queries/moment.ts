import { EventStore } from '#libs/event-store';
import { type At, ReadModels } from '#libs/read-models';
import { Inject, Injectable } from '@nestjs/common';
import { invalidParameter, Problem } from '../problems/problem.ts';
import { type WhenAsked } from './parameters.ts';

/** How long a question may wait for the read models. */
export const PATIENCE_MS = Symbol('patience in milliseconds');

/** Makes the times of a question into a place in the ledger, and waits until the read models have come that far. */
@Injectable()
export class Moment {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(PATIENCE_MS) private readonly patienceMs: number,
  ) {}

  /**
   * Which day and which knowledge are asked for. The read models have all of that knowledge when it returns.
   *
   * @throws Problem for a position or time that is not there yet, and where the read models do not come that far in time.
   */
  async of({ validAt, knownAt, atLeast }: WhenAsked): Promise<At> {
    const known = knownAt === undefined ? undefined : await this.positionOf(knownAt);
    if (atLeast !== undefined) await this.#recorded('atLeast', atLeast);
    const needed = Math.max(known ?? 0, atLeast ?? 0);
    if (needed > 0) await this.reached(needed);
    return { validAt: validAt ?? today(), ...(known !== undefined && { knownAt: known }) };
  }

  /** Waits until the read models are true as of a position. */
  async reached(position: number): Promise<void> {
    if (await this.readModels.waitFor(position, this.patienceMs)) return;
    const asOf = await this.readModels.asOf();
    throw new Problem(
      'read-models-behind',
      `The read models are at position ${asOf}, not yet at ${position}.`,
      {
        headers: { 'Retry-After': '2' },
      },
    );
  }

  /**
   * The position asked for, or that of the last event by the time asked for, or where nothing is said that of the last there
   * is; 0 where there was none.
   *
   * @throws Problem for a position or time that is not there yet.
   */
  async positionOf(knownAt?: number | string): Promise<number> {
    if (knownAt === undefined) return (await this.store.head()).position;
    if (typeof knownAt === 'number') return this.#recorded('knownAt', knownAt);
    // What will be known then nobody knows yet, and an answer once given must not change.
    if (Date.parse(knownAt) > Date.now()) throw invalidParameter('knownAt', 'is a time still to come');
    return this.store.positionAt(knownAt);
  }

  async #recorded(parameter: string, position: number): Promise<number> {
    const head = await this.store.head();
    if (position <= head.position) return position;
    throw invalidParameter(parameter, `is beyond the last position, ${head.position}`);
  }
}

/** Today, in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);
