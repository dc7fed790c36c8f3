import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { maybeText, read, text } from '../answers.ts';
import type { Answer } from '../client.ts';
import { download } from '../download.ts';
import { readInput } from '../files.ts';
import { Refused, WrongUsage } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { withAsOf, type AsOfOptions } from './as-of-options.ts';

const FORMATS = ['pdf', 'html', 'csv', 'json', 'bundle'] as const;

interface ReportOptions extends AsOfOptions {
  readonly scope?: string;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly document?: readonly string[];
}

const report = z.object({
  id: text,
  state: text,
  scope: text,
  validAt: text,
  knownAt: z.number(),
  progress: z.object({ stage: text, done: z.number(), of: z.number() }).nullish(),
  file: z.object({ href: text, name: text, bytes: z.number(), sha256: text }).nullish(),
  fault: z.object({ code: text, detail: text }).nullish(),
  expiresAt: maybeText,
});

type ReportAnswer = z.output<typeof report>;

const EXAMPLES = `
The same scope, day, position, documents and format make the same file, byte for byte, at any later time. It is made aside,
and fetched when it is there. Words of passages are quoted from documents that are named, and no others.

Examples:
  ledger report --format pdf                                   everything, as of now
  ledger report --scope commitment:generators-2024 --format json
  ledger report --scope parties:JP,UA --valid-at 2024-12-31 --known-at 82 --format pdf -o japan-ukraine.pdf
  ledger report --scope meeting:kyiv-2024-11-16 --format html --document press-release.txt`;

/** `ledger report` */
export function addReport(program: Command, open: OpenSession): void {
  const command = program
    .command('report')
    .description('an audit report: what is known, why, and how to check it')
    .option('--scope <scope>', 'ledger (everything), commitment:ID, meeting:ID or parties:ONE,OTHER')
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).makeOptionMandatory())
    .option('-o, --output <file>', 'where to put it; a name of its own in this folder')
    .option(
      '--document <file|sha256>',
      'quote passages of this document, which the ledger keeps; may be repeated',
      (each: string, before: readonly string[] | undefined) => [...(before ?? []), each],
    );
  withAsOf(command)
    .addHelpText('after', EXAMPLES)
    .action((options: ReportOptions) => makeReport(options, open(command)));
}

async function makeReport(options: ReportOptions, session: Session): Promise<void> {
  const { client, terminal, json, surroundings } = session;
  const asked = await client.post('/v1/reports', await requestOf(options, session), { repeatable: true });
  const { id } = read(report, asked);
  const answer = await terminal.progress('Waiting for the report', (retitle) =>
    untilDone(id, session, retitle),
  );
  const { file, validAt, knownAt, scope } = read(report, answer);
  if (!file) throw new WrongUsage(['The ledger says that the report is done, and not where.']);
  const target = resolve(surroundings.cwd, options.output ?? file.name);
  await terminal.progress('Fetching the report', (retitle) =>
    download(client.settings, { ...file, path: file.href }, target, (count) => {
      retitle(`Fetching the report: ${percent(count, file.bytes)} %`);
    }),
  );
  if (json) {
    terminal.print(answer.text.trimEnd());
    return;
  }
  terminal.print(target);
  terminal.tell(
    `Report on ${scope}, valid on ${validAt}, as of position ${knownAt}: ${file.bytes.toLocaleString('en')} bytes, SHA-256 ${file.sha256}.`,
  );
}

async function requestOf(options: ReportOptions, session: Session): Promise<object> {
  const { scope, format, validAt, knownAt, document = [] } = options;
  const documents = [];
  for (const each of document) documents.push(await hashOf(each, session));
  return {
    ...{ scope, format, validAt },
    ...(knownAt !== undefined && { knownAt: /^\d{1,15}$/.test(knownAt) ? Number(knownAt) : knownAt }),
    ...(documents.length > 0 && { documents }),
  };
}

async function hashOf(document: string, { surroundings }: Session): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(document)) return document;
  return createHash('sha256')
    .update(await readInput(document, surroundings))
    .digest('hex');
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

async function untilDone(id: string, { client }: Session, retitle: (title: string) => void): Promise<Answer> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await client.get(`/v1/reports/${encodeURIComponent(id)}`, { title: false });
    const told = read(report, answer);
    if (told.state === 'done') return answer;
    if (told.state === 'failed') throw failed(told, answer);
    retitle(`The report ${stageInWords(told)}`);
    await pause(pauseMs);
  }
}

function failed({ fault }: ReportAnswer, { body }: Answer): Refused {
  const code = fault?.code ?? 'internal-error';
  return new Refused(code, 422, [fault?.detail ?? 'The report could not be made.'], [], body);
}

function stageInWords({ state, progress }: ReportAnswer): string {
  if (!progress) return state === 'waiting' ? 'waits for its turn' : 'is begun';
  const { stage, done, of } = progress;
  const counted = `${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${stage === 'reading' ? 'events' : 'commitments'}`;
  return `is being made: ${stage}, ${counted}, ${percent(done, of)} %`;
}

const percent = (done: number, of: number): number => (of === 0 ? 100 : Math.floor((100 * done) / of));
