import { Problem } from '../problems/problem.ts';
import { type StreamLimits } from './stream-limits.ts';

const RETRY_AFTER = { headers: { 'Retry-After': '5' } };

/** Counts who has a stream open: so many in all, and so many of one caller. */
export class Seats {
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(private readonly limits: Pick<StreamLimits, 'clients' | 'clientsPerCaller'>) {}

  /**
   * Takes a seat, until the function answered with gives it back.
   *
   * @throws Problem `too-many-streams` where the caller has as many as one may have, `no-more-streams` where all are taken
   */
  take(caller: string): () => void {
    const { clients, clientsPerCaller } = this.limits;
    const own = this.#taken.get(caller) ?? 0;
    if (own >= clientsPerCaller) {
      const detail = `You have ${own} streams open here, and may have no more.`;
      throw new Problem('too-many-streams', detail, RETRY_AFTER);
    }
    if (this.#all >= clients) {
      throw new Problem('no-more-streams', `This process has ${clients} streams open.`, RETRY_AFTER);
    }
    this.#all += 1;
    this.#taken.set(caller, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#all -= 1;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left === 0) this.#taken.delete(caller);
      else this.#taken.set(caller, left);
    };
  }
}
