import { z } from 'zod';
import { read } from '../answers.ts';
import { CommandProblem } from '../problems.ts';
import type { Session } from '../session.ts';

const health = z.object({ status: z.string(), reasons: z.array(z.string()) });

/**
 * Tells beside an answer that nothing may be recorded at present, and why. Where that cannot be found out nothing is told:
 * the answer itself is not in doubt.
 */
export async function tellIfReadOnly({ client, terminal }: Session): Promise<void> {
  try {
    const answer = await client.get('/health/ready', { patienceMs: 0, title: false });
    const { status, reasons } = read(health, answer);
    if (status === 'read-only')
      terminal.tell(`${terminal.paintErr.red('The ledger is read-only.')} ${reasons.join(' ')}`);
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error;
  }
}
