import { type WebhookLimits } from './webhook-limits.ts';

/**
 * How much one address is sent: additive increase and multiplicative decrease (Chiu and Jain, "Analysis of the Increase and
 * Decrease Algorithms", 1989), as TCP has it. With each success one request more at once, with a failure half as many; where
 * that was one already, the address is left alone, twice as long each time, until it takes something again.
 */
export class Pace {
  #atOnce = 1;
  #pauseMs = 0;
  /** Grows with each failure that counted. */
  #cuts = 0;

  constructor(
    private readonly limits: Pick<WebhookLimits, 'atOncePerSubscription' | 'pauseMs' | 'longestPauseMs'>,
  ) {}

  /** Requests that may be under way at once. */
  get atOnce(): number {
    return this.#atOnce;
  }

  /** What a request that begins now has to bring along when it fails. */
  get cuts(): number {
    return this.#cuts;
  }

  succeeded(): void {
    this.#atOnce = Math.min(this.limits.atOncePerSubscription, this.#atOnce + 1);
    this.#pauseMs = 0;
  }

  /**
   * What fails together counts once: a request that had begun before the last cut says nothing that is not known.
   *
   * @param begunAt the `cuts` when the request began.
   * @returns how long the address is to be left alone, in milliseconds; 0 for not at all.
   */
  failed(begunAt: number): number {
    if (begunAt < this.#cuts) return 0;
    this.#cuts += 1;
    if (this.#atOnce > 1) {
      this.#atOnce = Math.floor(this.#atOnce / 2);
      return 0;
    }
    this.#pauseMs = Math.min(this.limits.longestPauseMs, Math.max(this.limits.pauseMs, 2 * this.#pauseMs));
    return this.#pauseMs;
  }
}
