import { decode, eventSchemas, factId, inForce, type LedgerEvent } from '#libs/domain';
import { factAsItem } from '#libs/interchange';
import type { Command } from 'commander';
import { z } from 'zod';
import { InvalidInput, WrongUsage } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, tellingOf, withTelling, without, type TellingOptions } from './telling-options.ts';

const EXAMPLES = `
A correction says that the record was wrong, not that the promise changed. What was answered before it stays what it was
for whoever asks with --known-at. The fact is named by its id, as ledger timeline --json shows it: the commitment itself, a
delivery, an end, or an earlier correction, which can only be retracted; what it had corrected then stands as before.
What is of no commitment is named with the --stream it stands in: a source or what was said in it at no meeting
(source-ID), a meeting, conference or signing and what was said there (meeting-ID), a package (sanctions-IMPOSER-TARGET).

Examples:
  ledger correct generators-2024 delivery-2024-12-05 --set quantity="26 generators" --reason "Read as 20" --source undp
  ledger correct generators-2024 generators-2024 --set due=2025-03 --set criterion.target="120 generators"
      --reason "The date was taken from another line" --source mfa-ua-2024-11-16
  ledger correct generators-2024 delivery-2024-12-05 --retract --reason "Another programme" --source undp-2025-02-01
  ledger correct --stream sanctions-JP-RU package-27 --set number=28 --reason "Miscounted" --source mofa-jp-2025-02-01`;

interface CorrectOptions extends Omit<TellingOptions, 'note'> {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly retract?: boolean;
  readonly stream?: string;
  readonly reason: string;
  readonly on?: string;
}

/** `ledger correct COMMITMENT FACT`, `ledger correct --stream STREAM FACT` */
export function addCorrect(program: Command, open: OpenSession): void {
  const command = program
    .command('correct')
    .description('correct the record: tell a fact anew, or retract it')
    .argument('<of>', 'the commitment; with --stream, the fact')
    .argument('[fact]', 'the fact that was wrong, by its id')
    .option('--stream <id>', 'where a fact stands that is of no commitment: sanctions-JP-RU')
    .option(
      '--set <key=value>',
      'what it should have said: quantity="26 generators"; may be repeated',
      collect,
    )
    .option('--unset <key>', 'what it should not have said: due; may be repeated', collect)
    .option('--retract', 'it should not have been recorded at all')
    .requiredOption('--reason <words>', 'what was wrong with the record')
    .option('--on <date>', 'when it was found to be wrong; left out, the day the source was published');
  withTelling(command)
    .addHelpText('after', EXAMPLES)
    .action(async (of: string, named: string | undefined, options: CorrectOptions) => {
      const { set = [], unset = [], retract = false, reason, on } = options;
      if (retract === set.length + unset.length > 0)
        throw new WrongUsage(['Give either --retract, or what to --set or --unset.']);
      const { fact, stream, path, commitment } = placeOf(of, named, options.stream);
      const session = open(command);
      const changes = set.map(changeIn);
      const told = retract
        ? { retracted: true }
        : { replacement: await replacementOf(stream, fact, changes, unset, session) };
      const id = options.id ?? idFrom('correction', fact, on ?? options.source);
      const where = { stream: commitment === undefined ? stream : undefined };
      const body = without({
        ...{ id, ...where, corrects: fact, ...told, reason, corrected: on },
        ...tellingOf(options),
      });
      const words = `correction of ${fact} ${commitment === undefined ? `in ${stream}` : `of ${commitment}`}`;
      const received = await recordOne(path, body, words, session, options);
      if (commitment !== undefined) await showStates([commitment], received, session);
    });
}

/** Where the fact stands, and where its correction is sent to. */
function placeOf(of: string, told: string | undefined, stream: string | undefined) {
  if (stream !== undefined && told === undefined) return { fact: of, stream, path: '/v1/corrections' };
  if (stream !== undefined || told === undefined)
    throw new WrongUsage(['Name the commitment and the fact, or the fact alone with its --stream.']);
  const path = `/v1/commitments/${encodeURIComponent(of)}/corrections`;
  return { fact: told, stream: `commitment-${of}`, path, commitment: of };
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

interface Change {
  readonly path: readonly string[];
  readonly value: string;
}

function changeIn(text: string): Change {
  const [, path, value] = /^([a-zA-Z]+(?:\.[a-zA-Z]+)*)=(.+)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new WrongUsage([
      `--set ${text} is not a change.`,
      'Write it as key=value: quantity="26 generators".',
    ]);
  return { path: path.split('.'), value };
}

/** The whole fact as it stands, with the changes. */
async function replacementOf(
  stream: string,
  id: string,
  changes: readonly Change[],
  unset: readonly string[],
  session: Session,
): Promise<unknown> {
  const events = await eventsOf(stream, session);
  const fact = inForce(events).find((standing) => factId(standing) === id);
  const item = fact && factAsItem(fact);
  if (!item) {
    const known = events.some((event) => factId(event) === id);
    throw new InvalidInput([
      known
        ? `${id} cannot be told anew as it stands; retract what retracted it, or correct what it follows from.`
        : `Nothing is recorded as ${id} in ${stream}.`,
      `ledger timeline --json shows what is, and where.`,
    ]);
  }
  const content = structuredClone(item.content) as Record<string, unknown>;
  for (const { path, value } of changes) put(content, path, value);
  const kept = Object.entries(content).filter(([key]) => !unset.includes(key));
  return { type: item.type, ...Object.fromEntries(kept) };
}

function put(content: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    content[key] = valueLike(content[key], value);
    return;
  }
  const inner = content[key];
  const within: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? { ...(inner as Record<string, unknown>) } : {};
  put(within, rest, value);
  content[key] = within;
}

/** A list has commas, and what was a number, or is not known, may be a number or not known. */
function valueLike(before: unknown, value: string): unknown {
  if (Array.isArray(before)) return value.split(',');
  if (typeof before !== 'number' && before !== null) return value;
  if (value === 'null') return null;
  return /^\d{1,9}$/.test(value) ? Number(value) : value;
}

const page = z.object({
  items: z.array(z.object({ type: z.string(), schemaversion: z.number(), data: z.looseObject({}) })),
  next: z.number(),
});

const PAGE = 200;

async function eventsOf(stream: string, { client }: Session): Promise<readonly LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for (let after = 0; ;) {
    const query = { stream, limit: PAGE, after };
    const { items, next } = page.parse((await client.get('/v1/events', { query })).body);
    for (const { type, schemaversion, data } of items) {
      if (Object.hasOwn(eventSchemas, type))
        events.push(decode({ type, schema: schemaversion, body: JSON.stringify(data) }));
    }
    if (items.length < PAGE) return events;
    after = next;
  }
}
