import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { maybeText, read, text } from '../answers.ts';
import type { Answer } from '../client.ts';
import {
  renderSubscription,
  second,
  subscription,
  SUBSCRIPTION_COLUMNS,
  subscriptionInFull,
  subscriptionRow,
} from '../render/subscriptions.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';
import { addDeliveries, addReplay, addTest } from './deliveries.ts';
import { filterIn, withFilterOptions, type FilterOptions } from './filter-options.ts';
import { listed, pageNote } from './pages.ts';
import { startOf, type StartOptions } from './start-of.ts';

const page = z.object({ items: z.array(subscription), next: maybeText });
const created = z.object({ id: text, secret: maybeText, publicKey: maybeText, url: text });
const rotated = z.object({
  secret: maybeText,
  publicKey: maybeText,
  previousRetiresAt: z.string().nullable().catch(null),
});

const EXAMPLES = `
The ledger calls an address when something happens (docs/webhooks.md). The address is asked first whether it wants that.
Filters take several values with commas between them, of which any will do; all filters given must hold.

Examples:
  ledger subscriptions create https://example.org/hooks --of changes --party UA --becomes overdue-unproven,disputed
  ledger subscriptions create https://example.org/hooks --of events --kind goods --signing ed25519 --from-start
  ledger subscriptions list --status active
  ledger subscriptions test 0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11
  ledger subscriptions deliveries 0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11 --state dead
  ledger subscriptions replay 0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11`;

/** `ledger subscriptions {create,list,show,verify,pause,resume,rotate,delete,test,deliveries,replay}` */
export function addSubscriptions(program: Command, open: OpenSession): void {
  const group = program
    .command('subscriptions')
    .description('have what happens sent to an address, and see what became of it')
    .addHelpText('after', EXAMPLES);
  addCreate(group, open);
  const list = group
    .command('list')
    .description('those of the key; of all keys, with the admin key')
    .option('--status <status>', 'unverified, active, paused or stopped')
    .option('--limit <count>', 'at most so many')
    .option('--all', 'however many there are')
    .addHelpText('after', EXAMPLES)
    .action((options: ListOptions) => showAll(options, open(list)));
  addKept(group, open, 'show', 'one, and how it does');
  addKept(group, open, 'verify', 'have the address asked again whether it wants this');
  addKept(group, open, 'pause', 'have nothing sent for a while, and nothing lost');
  addKept(group, open, 'resume', 'have sent what came meanwhile, and what comes');
  const rotate = withId(
    group,
    'rotate',
    'have a new secret sign, and the one before along with it for a day',
  );
  rotate.action((id: string) => replaceSecret(id, open(rotate)));
  const remove = withId(group, 'delete', 'end it, with what waits for it');
  remove.action((id: string) => end(id, open(remove)));
  addTest(group, open, EXAMPLES);
  addDeliveries(group, open, EXAMPLES);
  addReplay(group, open, EXAMPLES);
}

const withId = (group: Command, name: string, description: string): Command =>
  group
    .command(name)
    .description(description)
    .argument('<id>', 'its id, from ledger subscriptions list')
    .addHelpText('after', EXAMPLES);

interface CreateOptions extends FilterOptions, StartOptions {
  readonly of: string;
  readonly signing?: string;
  readonly description?: string;
}

function addCreate(group: Command, open: OpenSession): void {
  const create = group
    .command('create')
    .description('have events, or changes of state, sent to an address')
    .argument('<address>', 'where it is sent: https, and public')
    .requiredOption('--of <what>', 'events, or changes of state: events, changes')
    .option('--signing <how>', 'hmac, by a secret that both sides know, or ed25519')
    .option('--description <line>', 'for whoever looks at it later')
    .option('--after <position>', 'only what comes after this position, or number of changes')
    .option('--from-start', 'everything there is, then what is new');
  withFilterOptions(create)
    .addHelpText('after', EXAMPLES)
    .action((address: string, options: CreateOptions) => subscribe(address, options, open(create)));
}

async function subscribe(url: string, options: CreateOptions, session: Session): Promise<void> {
  const { of, signing, description } = options;
  const wish = { of, url, filter: filterIn(options), signing, description, after: startOf(options) };
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await session.client.post('/v1/subscriptions', wish, { repeatable: true, headers });
  session.show(answer, () => renderSubscription(read(subscriptionInFull, answer), session.terminal));
  const { id, secret, publicKey } = read(created, answer);
  if (session.json) return;
  if (secret !== undefined) showSecret(secret, session);
  else if (publicKey === undefined) {
    session.terminal.tell(
      `The answer with its secret was lost on the way. ledger subscriptions rotate ${id} makes a new one.`,
    );
  }
  session.terminal.tell(
    `Its address is asked now whether it wants this; until it answers, nothing else is sent.`,
  );
}

/** On a line of its own, for programs to take from there. */
function showSecret(secret: string, { terminal }: Session): void {
  terminal.print(`\n${secret}`);
  terminal.tell('That is the secret by which it is signed. It is shown here once: keep it.');
}

interface ListOptions {
  readonly status?: string;
  readonly limit?: string;
  readonly all?: boolean;
}

async function showAll({ status, limit, all }: ListOptions, session: Session): Promise<void> {
  const answer = await listed(session.client, '/v1/subscriptions', { status, limit }, { all });
  const { width, paint } = session.terminal;
  session.show(answer, () => {
    const { items, next } = read(page, answer);
    if (items.length === 0) return 'There are no subscriptions.';
    const rows = items.map((item) => subscriptionRow(item, paint));
    const table = renderTable(
      { columns: SUBSCRIPTION_COLUMNS, rows },
      { width, bold: paint.bold, dim: paint.dim },
    );
    const note = pageNote(items.length, next, '');
    return note === '' ? table : `${table}\n\n${paint.dim(note)}`;
  });
}

/** What is done with one, or asked of it, and answers with it. */
function addKept(
  group: Command,
  open: OpenSession,
  what: 'show' | 'verify' | 'pause' | 'resume',
  description: string,
): void {
  const command = withId(group, what, description);
  command.action(async (id: string) => {
    const session = open(command);
    const answer = await kept(what, `/v1/subscriptions/${encodeURIComponent(id)}`, session);
    session.show(answer, () => renderSubscription(read(subscriptionInFull, answer), session.terminal));
  });
}

/** Paused twice is paused, and while a challenge is on its way no other is sent. */
const kept = (
  what: 'show' | 'verify' | 'pause' | 'resume',
  path: string,
  { client }: Session,
): Promise<Answer> =>
  what === 'show' ? client.get(path) : client.post(`${path}/${what}`, {}, { repeatable: true });

async function replaceSecret(id: string, session: Session): Promise<void> {
  const path = `/v1/subscriptions/${encodeURIComponent(id)}/rotate`;
  // Not sent again on a broken line: an answer lost would leave a secret that nobody knows, beside another.
  const answer = await session.client.post(path, {}, { repeatable: false });
  const { secret, publicKey, previousRetiresAt } = read(rotated, answer);
  session.show(answer, () => secret ?? publicKey ?? '');
  if (session.json) return;
  session.terminal.tell(
    secret === undefined
      ? 'That is the public key of the one that signs from now on.'
      : 'That is the secret that signs from now on. It is shown here once: keep it.',
  );
  if (previousRetiresAt !== null) {
    session.terminal.tell(`The one before signs along with it until ${second(previousRetiresAt)}.`);
  }
}

async function end(id: string, { client, terminal, json }: Session): Promise<void> {
  await client.delete(`/v1/subscriptions/${encodeURIComponent(id)}`);
  if (!json) terminal.print(`Nothing is sent for the subscription ${id} any more.`);
}
