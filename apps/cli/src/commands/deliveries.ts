import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { read } from '../answers.ts';
import type { Answer, Query } from '../client.ts';
import { Undelivered, WrongUsage } from '../problems.ts';
import {
  delivery,
  DELIVERY_COLUMNS,
  deliveryRow,
  lastInWords,
  renderDelivery,
  type ShownDelivery,
} from '../render/deliveries.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';
import { pageNote } from './pages.ts';

const LARGEST_PAGE = 200;
const POLL_MS = 300;
/** An attempt is given up after some ten seconds, and the ones before it in their stream come first. */
const TEST_PATIENCE_MS = 45_000;

const page = z.object({ items: z.array(z.unknown()), next: z.number().nullish().catch(null) });
const replayed = z.object({ replayed: z.number(), left: z.number() });

const pathOf = (id: string, ...rest: readonly string[]): string =>
  ['/v1/subscriptions', ...[id, ...rest].map(encodeURIComponent)].join('/');

interface DeliveriesOptions {
  readonly state?: string;
  readonly limit?: string;
  readonly after?: string;
  readonly oldest?: boolean;
  readonly all?: boolean;
}

/** `ledger subscriptions deliveries ID [DELIVERY]` */
export function addDeliveries(group: Command, open: OpenSession, examples: string): void {
  const command = group
    .command('deliveries')
    .description('what was handed to it, the last first, or one with each attempt')
    .argument('<id>', 'of the subscription')
    .argument('[delivery]', 'of the delivery')
    .option('--state <state>', 'waiting, delivered, dead or dropped')
    .option('--oldest', 'the first first')
    .option('--after <delivery>', 'only what comes after this in the list')
    .option('--limit <count>', 'at most so many')
    .option('--all', 'however many there are')
    .addHelpText('after', examples)
    .action(async (id: string, one: string | undefined, options: DeliveriesOptions) => {
      const session = open(command);
      if (one === undefined) await showList(id, options, session);
      else showOne(await session.client.get(pathOf(id, 'deliveries', one)), session);
    });
}

async function showList(
  id: string,
  { oldest, all, ...given }: DeliveriesOptions,
  session: Session,
): Promise<void> {
  const query = { ...given, ...(oldest && { direction: 'ascending' }) };
  const answer = await listed(pathOf(id, 'deliveries'), query, all ?? false, session);
  const { width, paint } = session.terminal;
  session.show(answer, () => {
    const { items, next } = read(page.extend({ items: z.array(delivery) }), answer);
    if (items.length === 0) return 'There are no deliveries.';
    const rows = items.map((item) => deliveryRow(item, paint));
    const table = renderTable(
      { columns: DELIVERY_COLUMNS, rows },
      { width, bold: paint.bold, dim: paint.dim },
    );
    const note = pageNote(items.length, next == null ? null : String(next), '');
    return note === '' ? table : `${table}\n\n${paint.dim(note)}`;
  });
}

/** One page, or all of them put together as one answer. */
async function listed(path: string, query: Query, all: boolean, { client }: Session): Promise<Answer> {
  const limit = query['limit'] ?? (all ? LARGEST_PAGE : undefined);
  let answer = await client.get(path, { query: { ...query, limit } });
  if (!all) return answer;
  const items: unknown[] = [];
  for (;;) {
    const { items: more, next } = read(page, answer);
    items.push(...more);
    if (next == null) break;
    answer = await client.get(path, { query: { ...query, limit, after: next } });
  }
  const body = { ...(answer.body as object), items };
  return { ...answer, body, text: JSON.stringify(body) };
}

function showOne(answer: Answer, session: Session): void {
  session.show(answer, () => renderDelivery(read(delivery, answer), session.terminal));
}

/** `ledger subscriptions replay ID [DELIVERY]` */
export function addReplay(group: Command, open: OpenSession, examples: string): void {
  const command = group
    .command('replay')
    .description('have dead letters tried again, in their order, or one of them')
    .argument('<id>', 'of the subscription')
    .argument('[delivery]', 'of the delivery; all dead letters, without')
    .option('--from <delivery>', 'only those from this one on')
    .addHelpText('after', examples)
    .action(async (id: string, one: string | undefined, { from }: { readonly from?: string }) => {
      const session = open(command);
      if (one === undefined) await replayAll(id, from, session);
      else {
        // Sent again it would be refused, for it waits by then.
        const path = pathOf(id, 'deliveries', one, 'replay');
        showOne(await session.client.post(path, {}, { repeatable: false }), session);
      }
    });
}

async function replayAll(id: string, from: string | undefined, session: Session): Promise<void> {
  if (from !== undefined && !/^[1-9]\d{0,14}$/.test(from)) {
    throw new WrongUsage([`--from takes the id of a delivery, not ${JSON.stringify(from)}.`]);
  }
  const body = from === undefined ? {} : { from: Number(from) };
  let count = 0;
  for (;;) {
    const answer = await session.client.post(pathOf(id, 'replay'), body, { repeatable: true });
    const { replayed: some, left } = read(replayed, answer);
    count += some;
    if (left > 0 && some > 0) continue;
    const whole = { replayed: count, left };
    session.show({ ...answer, text: JSON.stringify(whole) }, () =>
      count === 0
        ? 'There are no dead letters.'
        : `${count} dead ${count === 1 ? 'letter waits' : 'letters wait'} to be tried again.`,
    );
    return;
  }
}

/** `ledger subscriptions test ID` */
export function addTest(group: Command, open: OpenSession, examples: string): void {
  const command = group
    .command('test')
    .description('have something sent that says nothing of the ledger; exit code 1 where it does not arrive')
    .argument('<id>', 'of the subscription')
    .option('--no-wait', 'do not wait for what comes of it')
    .addHelpText('after', examples)
    .action((id: string, { wait }: { readonly wait: boolean }) => tryOut(id, wait, open(command)));
}

async function tryOut(id: string, wait: boolean, session: Session): Promise<void> {
  const { client, terminal } = session;
  const asked = await client.post(pathOf(id, 'test'), {}, { repeatable: false });
  const { id: made } = read(delivery, asked);
  if (!wait) {
    session.show(
      asked,
      () => `It waits as delivery ${made}; ledger subscriptions deliveries ${id} ${made} shows it.`,
    );
    return;
  }
  const [answer, it] = await terminal.progress('Waiting for the address to answer', () =>
    untilTried(pathOf(id, 'deliveries', String(made)), session),
  );
  if (it.state !== 'delivered') {
    const why = it.attempts.length === 0 ? 'it was not tried yet' : lastInWords(it);
    throw new Undelivered(
      [
        `It did not arrive: ${why.replace(/\.$/, '')}.`,
        `ledger subscriptions deliveries ${id} ${made} shows what comes of it.`,
      ],
      { json: answer.body },
    );
  }
  const took = it.attempts.at(-1)?.durationMs ?? 0;
  session.show(answer, () => terminal.paint.green(`It arrived: ${lastInWords(it)} after ${took} ms.`));
}

/** Until it was tried once, or nobody tries. */
async function untilTried(path: string, { client }: Session): Promise<readonly [Answer, ShownDelivery]> {
  const giveUpAt = Date.now() + TEST_PATIENCE_MS;
  for (;;) {
    const answer = await client.get(path, { title: false });
    const it = read(delivery, answer);
    if (it.state !== 'waiting' || it.attempts.length > 0 || Date.now() > giveUpAt) return [answer, it];
    await pause(POLL_MS);
  }
}
