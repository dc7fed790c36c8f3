import { type Sql } from '#libs/transparency';
import { type Client } from 'pg';

/** Hears in a session that something was committed, and remembers it between two waits. It may be silent: so poll as well. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  /** @param sql the same session, where statements take their turn. */
  constructor(
    private readonly client: Client,
    private readonly sql: Sql,
  ) {}

  async listen(): Promise<void> {
    this.client.on('notification', () => {
      this.#rung = true;
      this.#wake?.();
    });
    await this.sql.query('listen ledger_events');
    this.#rung = true;
  }

  /** From here on a ring counts as news. Call before looking. */
  forget(): void {
    this.#rung = false;
  }

  /** Until a ring since `forget`, the time, or the abort. */
  wait(maxMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.#rung || signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, maxMs);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}
