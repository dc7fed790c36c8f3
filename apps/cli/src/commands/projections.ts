import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { maybeText, read, text } from '../answers.ts';
import type { Answer } from '../client.ts';
import { DifferencesFound, Refused, Unavailable } from '../problems.ts';
import { projectionStatus, renderProjectionStatus } from '../render/projection-status.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';

const POLL_MS = 300;
/** A comparison folds the whole log. */
const COMPARISON_TIMEOUT_MS = 15 * 60_000;

const accepted = z.object({ id: z.number() });
const request = z.object({ id: z.number(), kind: text, state: text, detail: maybeText });
const comparison = z.object({
  position: z.number(),
  rows: z.number(),
  differing: z.number(),
  ahead: z.number().catch(0),
  differences: z
    .array(z.object({ table: text, key: text, fault: text, columns: z.array(z.string()).catch([]) }))
    .catch([]),
});

type Request = z.output<typeof request>;

const EXAMPLES = `
The read models are folds of the log: they can be thrown away and made again from it.

Examples:
  ledger projections status
  ledger projections retry --stream commitment-generators-2024
  ledger projections rebuild                    beside the present ones, then swapped; waits until it is done
  ledger projections compare                    with a fold of the log; exit code 1 where they differ`;

/** `ledger projections {status,retry,rebuild,compare}` */
export function addProjections(program: Command, open: OpenSession): void {
  const group = program
    .command('projections')
    .description('how the read models stand, and making them again')
    .addHelpText('after', EXAMPLES);
  const status = group
    .command('status')
    .description('how far they are, and what they could not take')
    .addHelpText('after', EXAMPLES)
    .action(() => showStatus(open(status)));
  const retry = group
    .command('retry')
    .description('try parked events again')
    .option('--projection <name>', 'of this projection only')
    .option('--stream <id>', 'of this stream only')
    .option('--no-wait', 'do not wait until it is done')
    .addHelpText('after', EXAMPLES)
    .action((options: RetryOptions) => ask('retry', options, open(retry)));
  const rebuild = group
    .command('rebuild')
    .description('build all of them anew beside the present ones, and swap')
    .option('--no-wait', 'do not wait until it is done')
    .addHelpText('after', EXAMPLES)
    .action((options: RetryOptions) => ask('rebuild', options, open(rebuild)));
  const compare = group
    .command('compare')
    .description('compare every row with a fold of the log')
    .addHelpText('after', EXAMPLES)
    .action(() => showComparison(open(compare)));
}

interface RetryOptions {
  readonly projection?: string;
  readonly stream?: string;
  readonly wait: boolean;
}

async function showStatus(session: Session): Promise<void> {
  const answer = await session.client.get('/v1/projections');
  session.show(answer, () => renderProjectionStatus(read(projectionStatus, answer), session.terminal));
}

async function ask(
  kind: 'retry' | 'rebuild',
  { projection, stream, wait }: RetryOptions,
  session: Session,
): Promise<void> {
  const { client, terminal } = session;
  // Sent again it would only be done again, and doing it twice gives the same.
  const answer = await client.post(`/v1/projections/${kind}`, { projection, stream }, { repeatable: true });
  const { id } = read(accepted, answer);
  if (!wait) {
    session.show(
      answer,
      () => `The ${kind} is asked for as request ${id}; ledger projections status shows it.`,
    );
    return;
  }
  const title = kind === 'rebuild' ? 'Building the read models anew' : 'Trying parked events again';
  const done = await terminal.progress(title, (retitle) => untilDone(id, title, retitle, session));
  const { state, detail } = read(request, done);
  if (state === 'failed') {
    throw new Refused(
      `${kind}-failed`,
      200,
      [`The ${kind} failed: ${detail ?? 'no reason is given'}.`],
      [],
      done.body,
    );
  }
  session.show(done, () => `The ${kind} is done${detail === undefined ? '' : `: ${detail}`}.`);
}

async function untilDone(
  id: number,
  title: string,
  retitle: (title: string) => void,
  { client }: Session,
): Promise<Answer> {
  for (;;) {
    const answer = await client.get(`/v1/projections/requests/${id}`, { title: false });
    if (isFinished(read(request, answer))) return answer;
    const { rebuild } = read(projectionStatus, await client.get('/v1/projections', { title: false }));
    if (rebuild !== null) retitle(`${title}: at ${rebuild.asOf} of ${rebuild.of}`);
    await pause(POLL_MS);
  }
}

const isFinished = ({ state }: Request): boolean => state === 'done' || state === 'failed';

async function showComparison(session: Session): Promise<void> {
  const { client, terminal, json } = session;
  const answer = await client.get('/v1/projections/comparison', {
    title: 'Folding the log and comparing',
    timeoutMs: COMPARISON_TIMEOUT_MS,
  });
  const { position, rows, differing, differences, ahead } = read(comparison, answer);
  const clean = differing === 0 && ahead === 0;
  const upTo = `${rows} rows compared up to position ${position}`;
  if (clean) {
    session.show(answer, () => terminal.paint.green(`Equal: ${upTo}, none differs.`));
    return;
  }
  if (differing === 0) {
    throw new Unavailable(
      [`${upTo}, none differs; ${ahead} rows are of later events.`, 'Try again when no one records.'],
      {
        json: answer.body,
      },
    );
  }
  if (!json) terminal.print(differencesTable(differences, session));
  throw new DifferencesFound(
    [
      `${differing} of ${upTo} differ from a fold of the log.`,
      'ledger projections rebuild makes them again.',
    ],
    { json: answer.body },
  );
}

function differencesTable(
  differences: z.output<typeof comparison>['differences'],
  { terminal: { width, paint } }: Session,
): string {
  const columns = [
    { title: 'TABLE', whole: true },
    { title: 'ROW', whole: true },
    { title: 'FAULT' },
    { title: 'COLUMNS' },
  ];
  const rows = differences.map(({ table, key, fault, columns: names }) => [
    table,
    key,
    fault,
    names.join(', '),
  ]);
  return renderTable({ columns, rows }, { width, bold: paint.bold, dim: paint.dim });
}
