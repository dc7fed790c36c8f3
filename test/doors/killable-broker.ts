import { startLocalKafka } from '#libs/platform';
import { until } from '#libs/testkit';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A broker of one's own, which can be killed and comes again with all that it had. */
export class KillableBroker {
  kills = 0;

  private constructor(
    private readonly folder: string,
    private running: Awaited<ReturnType<typeof startLocalKafka>>,
  ) {}

  static async start(): Promise<KillableBroker> {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-doors-'));
    return new KillableBroker(
      folder,
      await startLocalKafka({ dataDir: folder, readyTimeoutMs: PATIENCE_MS }),
    );
  }

  get brokers(): string {
    return this.running.brokers;
  }

  /** Kills it with a signal it cannot see coming, and starts it again on the same port. */
  async kill(): Promise<void> {
    const { pid } = JSON.parse(await readFile(join(this.folder, 'process.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until('the broker is gone', () => !isThere(pid));
    this.kills += 1;
    await this.running.stop();
    this.running = await startLocalKafka({ dataDir: this.folder, readyTimeoutMs: PATIENCE_MS });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const PATIENCE_MS = 240_000;

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
