import { pause } from './patience.ts';

/** Wakes whoever waits for more; a ring that nobody waits for is kept. */
export class Bell {
  #rung = new AbortController();

  readonly ring = (): void => {
    this.#rung.abort();
  };

  /** Until a ring since `forget`, so many milliseconds, or the abort. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, AbortSignal.any([signal, this.#rung.signal]));
  }

  /** From here on a ring counts as news; to be called before looking. */
  forget(): void {
    this.#rung = new AbortController();
  }
}
