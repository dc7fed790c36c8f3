import { projectRoot } from '#libs/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A role as its own process, started again whenever it has ended, until the test is done. */
export class Supervised {
  #child: ChildProcess | undefined;
  #done = false;
  kills = 0;

  /** @param role its name in `apps` */
  constructor(
    private readonly role: 'api' | 'dispatcher' | 'projector' | 'relay',
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  start(): void {
    const main = join(projectRoot(), `dist/apps/${this.role}/src/main.js`);
    const stdio = process.env['LEDGER_TEST_LOG'] === '1' ? 'inherit' : 'ignore';
    const child = spawn(process.execPath, [main], { env: { ...process.env, ...this.env }, stdio });
    this.#child = child;
    child.once('exit', () => {
      if (!this.#done) this.start();
    });
  }

  /** Kills it with a signal it cannot see coming, and returns when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.kills += 1;
  }

  async stop(): Promise<void> {
    this.#done = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}
