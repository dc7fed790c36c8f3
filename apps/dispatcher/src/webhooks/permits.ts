import { type WebhookLimits } from './webhook-limits.ts';

/** For what a permit is. */
export interface Purpose {
  /** Host and port. */
  readonly host: string;
  /** Whether it is for a subscription whose last attempt failed or was slow. */
  readonly isAiling: boolean;
}

interface Waiting {
  readonly purpose: Purpose;
  readonly go: () => void;
}

/**
 * Who may send now: so many in all, so many to one host, and so many of those that ail, lest targets that hang take every
 * place. Who waits is served in the order of asking, but for those whose own bound is reached.
 */
export class Permits {
  readonly #hosts = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();
  #all = 0;
  #ailing = 0;

  constructor(private readonly limits: Pick<WebhookLimits, 'atOnce' | 'ailingAtOnce' | 'atOncePerHost'>) {}

  /** How many are given out. */
  get given(): number {
    return this.#all;
  }

  /** Waits for a permit, until the function answered with gives it back; after the abort it is given at once. */
  async take(purpose: Purpose, signal: AbortSignal): Promise<() => void> {
    if (this.#mayGo(purpose)) this.#count(purpose, 1);
    else await this.#turn(purpose, signal);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#count(purpose, -1);
      this.#next();
    };
  }

  #mayGo({ host, isAiling }: Purpose): boolean {
    const { atOnce, ailingAtOnce, atOncePerHost } = this.limits;
    return (
      this.#all < atOnce &&
      (this.#hosts.get(host) ?? 0) < atOncePerHost &&
      (!isAiling || this.#ailing < ailingAtOnce)
    );
  }

  #turn(purpose: Purpose, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = {
        purpose,
        go: () => {
          this.#waiting.delete(waiting);
          signal.removeEventListener('abort', waiting.go);
          this.#count(purpose, 1);
          resolve();
        },
      };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', waiting.go);
      if (signal.aborted) waiting.go();
    });
  }

  #next(): void {
    for (const waiting of this.#waiting) {
      if (!this.#mayGo(waiting.purpose)) continue;
      waiting.go();
      return;
    }
  }

  #count({ host, isAiling }: Purpose, by: 1 | -1): void {
    this.#all += by;
    if (isAiling) this.#ailing += by;
    const ofHost = (this.#hosts.get(host) ?? 0) + by;
    if (ofHost > 0) this.#hosts.set(host, ofHost);
    else this.#hosts.delete(host);
  }
}
