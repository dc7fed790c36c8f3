import type { Command } from 'commander';
import { z } from 'zod';
import { read } from '../answers.ts';
import type { OpenSession, Session } from '../session.ts';

const logState = z.object({
  origin: z.string().nullable(),
  vkeys: z.array(z.string()),
  head: z.number(),
  signed: z.number(),
  published: z.number(),
  readOnly: z.object({ code: z.string(), because: z.string(), since: z.string().nullable() }).nullable(),
  earlier: z.array(
    z.object({ origin: z.string(), size: z.number(), givenUpAt: z.string(), because: z.string() }),
  ),
});

const EXAMPLES = `
Examples:
  ledger log          how far the log is sealed, by which key, and whether anything may be recorded
  ledger log --json   the same, to build on`;

/** `ledger log` */
export function addLog(program: Command, open: OpenSession): void {
  const command = program
    .command('log')
    .description('how far the log is sealed, and whether the ledger may be written to')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const session = open(command);
      const answer = await session.client.get('/v1/log');
      session.show(answer, () => inWords(read(logState, answer), session.terminal.paint));
    });
}

type Paint = Session['terminal']['paint'];

function inWords(state: z.output<typeof logState>, paint: Paint): string {
  const { origin, vkeys, head, signed, published, readOnly, earlier } = state;
  const waiting = head - published;
  const sealed =
    waiting === 0
      ? `All ${head} events are sealed.`
      : `${published} of ${head} events are sealed; ${waiting} wait${signed > published ? ' for witnesses' : ''}.`;
  return [
    readOnly === null ? '' : `${paint.red('The ledger is read-only.')} ${readOnly.because}`,
    origin === null ? 'The notary has not begun the log yet.' : `Log       ${origin}`,
    ...vkeys.map((vkey) => `Key       ${vkey}`),
    sealed,
    ...earlier.map(
      (each) =>
        `Given up  ${each.origin}, after ${each.size} events, on ${each.givenUpAt.slice(0, 10)}: ${each.because}`,
    ),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
