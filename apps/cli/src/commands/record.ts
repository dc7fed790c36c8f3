import type { FactToRecord } from '#libs/domain';
import type { DocumentText, RecordText } from '#libs/interchange';
import type { Command } from 'commander';
import { receipt, read } from '../answers.ts';
import { readInput, utf8Text } from '../files.ts';
import { InvalidInput, NotAllowed, Refused, Unavailable, Unreachable, type Fault } from '../problems.ts';
import { renderFaults, type PlacedFault } from '../render/faults.ts';
import { newFindings, renderPlacedFindings } from '../render/findings.ts';
import { countsByType, receiptInWords } from '../render/receipt.ts';
import type { OpenSession, Session } from '../session.ts';
import { checkDocument, checkForm, mediaTypeOf, placed, readDocument, readRecord } from './record-file.ts';

interface RecordOptions {
  readonly source?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
All of the file is recorded, or nothing. Recording it again changes nothing. Every fault is printed, with its line.

Examples:
  ledger record examples/2024-11-16-kyiv-meeting.yaml --source document.txt
  ledger record meeting.yaml --dry-run          what is wrong with it, and what it would record
  cat meeting.yaml | ledger record -`;

/** `ledger record FILE` */
export function addRecord(program: Command, open: OpenSession): void {
  const command = program
    .command('record')
    .description('record a file: a source, a meeting, what was promised and what happened')
    .argument('<file>', 'a record file, YAML or JSON; - is standard input')
    .option('--source <document>', 'the document its anchors point into: checked, and kept by the ledger')
    .option('--dry-run', 'check everything and record nothing')
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: RecordOptions) => record(file, options, open(command)));
}

interface Input {
  readonly file: string;
  readonly record: RecordText;
  readonly facts: readonly FactToRecord[];
  readonly document: { readonly text: DocumentText; readonly bytes: Uint8Array } | undefined;
}

async function record(
  file: string,
  { source, dryRun = false }: RecordOptions,
  session: Session,
): Promise<void> {
  const { surroundings } = session;
  const reading = readRecord(utf8Text(await readInput(file, surroundings), file));
  if ('faults' in reading) throw invalid(file, reading.faults, session);
  const document = source === undefined ? undefined : await documentFrom(source, session);
  const { facts, faults } = await checkForm(reading.record, session.client);
  const input: Input = { file, record: reading.record, facts, document };
  if (faults.length > 0) throw faulty(input, faults, session);
  const mismatches = document ? checkDocument(facts, document.text) : [];
  if (mismatches.length > 0)
    throw faulty(input, [...mismatches, ...(await refusalsOf(input, session))], session);
  await (dryRun ? rehearse(input, session) : send(input, session));
}

async function documentFrom(name: string, { surroundings }: Session): Promise<Input['document']> {
  const bytes = await readInput(name, surroundings);
  return { text: readDocument(bytes, name), bytes };
}

async function send(input: Input, session: Session): Promise<void> {
  const { document, facts, file } = input;
  if (document) {
    const { sha256 } = document.text;
    const title = 'Sending the document';
    await session.client.put(`/v1/documents/${sha256}`, document.bytes, mediaTypeOf(facts, sha256), {
      title,
    });
  }
  await post(input, {}, session, `Recording ${file}`);
}

/** Without a ledger to ask, what can be checked here is what a dry run tells. */
async function rehearse(input: Input, session: Session): Promise<void> {
  try {
    await post(input, { dryRun: true }, session, 'Checking');
  } catch (error) {
    const isOutOfReach =
      error instanceof Unreachable || error instanceof Unavailable || error instanceof NotAllowed;
    if (!isOutOfReach || session.json) throw error;
    const { terminal } = session;
    const types = input.facts.map(({ fact }) => fact.type);
    terminal.tell(terminal.paintErr.yellow(`Not checked against the ledger: ${error.sentences[0] ?? ''}`));
    terminal.print([`The file is valid and tells ${types.length} facts:`, ...countsByType(types)].join('\n'));
  }
}

async function post(
  input: Input,
  query: { readonly dryRun?: boolean },
  session: Session,
  title: string,
): Promise<void> {
  const { client, terminal } = session;
  try {
    // Facts are recorded once, whatever the number of times they are told: it may be sent again.
    const answer = await client.post('/v1/records', input.record.value, { query, title, repeatable: true });
    const { warnings, ...rest } = read(receipt, answer);
    for (const warning of warnings) terminal.tell(terminal.paintErr.yellow(warning));
    const { file, record: text } = input;
    for (const line of renderPlacedFindings(file, newFindings(rest), text, terminal.paintErr))
      terminal.tell(line);
    session.show(answer, () => receiptInWords({ ...rest, warnings }, input.facts.length));
    if (rest.outcome === 'recorded') await untilSeen(rest.position, session);
  } catch (error) {
    if (error instanceof Refused && error.faults.length > 0)
      throw faulty(input, error.faults, session, error.json);
    throw error;
  }
}

/** Returns when answers tell of what was recorded, so that the next command sees it. */
async function untilSeen(position: number | null, { client, terminal }: Session): Promise<void> {
  if (position === null) return;
  const query = { limit: 1, atLeast: position };
  try {
    await client.get('/v1/sources', { query, title: 'Waiting until it can be asked about' });
  } catch (error) {
    if (!(error instanceof Unavailable) && !(error instanceof Refused)) throw error;
    terminal.tell('It is recorded. Answers do not tell of it yet: ledger projections status');
  }
}

/** What the ledger would refuse besides, so that all faults are told at once; nothing where it cannot be asked. */
async function refusalsOf({ record }: Input, { client }: Session): Promise<readonly Fault[]> {
  try {
    await client.post('/v1/records', record.value, {
      query: { dryRun: true },
      repeatable: true,
      patienceMs: 0,
    });
    return [];
  } catch (error) {
    return error instanceof Refused ? error.faults.filter(({ code }) => code !== 'anchor-mismatch') : [];
  }
}

const faulty = (input: Input, faults: readonly Fault[], session: Session, json?: unknown): InvalidInput =>
  invalid(input.file, placed(faults, input.record), session, json);

function invalid(
  file: string,
  faults: readonly PlacedFault[],
  { terminal }: Session,
  json: unknown = { title: 'The record is not valid', errors: faults },
): InvalidInput {
  const lines = renderFaults(file, faults, terminal.paintErr.dim);
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return new InvalidInput([`Nothing was recorded: ${count} in ${file}.`, ...lines], { json });
}
