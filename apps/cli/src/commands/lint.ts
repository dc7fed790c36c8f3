import { lint, type FactToRecord } from '#libs/domain';
import { recordToFacts, type RecordText } from '#libs/interchange';
import type { Command } from 'commander';
import { findings as answered, read, type Finding } from '../answers.ts';
import { readInput, utf8Text } from '../files.ts';
import {
  FindingsThere,
  InvalidInput,
  NotAllowed,
  Refused,
  Unavailable,
  Unreachable,
  UnreadableRecord,
} from '../problems.ts';
import { renderFaults, type PlacedFault } from '../render/faults.ts';
import { renderPlacedFindings } from '../render/findings.ts';
import type { OpenSession, Session } from '../session.ts';
import { checkForm, placed, readRecord, type CheckedForm } from './record-file.ts';

interface LintOptions {
  readonly strict?: boolean;
  readonly offline?: boolean;
}

const EXAMPLES = `
Tells of promises that can never be judged, and why: nobody bound, no criterion, never broken, told by one side … It
records nothing, and nothing is ever refused for a finding. The ledger is asked what it knows, where it can be.

Examples:
  ledger lint examples/2024-11-16-kyiv-meeting.yaml
  ledger lint meeting.yaml --strict --json     for programs: exit code 1 where there is a finding
  ledger lint meeting.yaml --offline           asks no ledger`;

/** `ledger lint FILE` */
export function addLint(program: Command, open: OpenSession): void {
  const command = program
    .command('lint')
    .description('what in a record file will be hard to judge, before it is recorded')
    .argument('<file>', 'a record file, YAML or JSON; - is standard input')
    .option('--strict', 'end with exit code 1 where there is a finding')
    .option('--offline', 'ask no ledger: nothing is compared with what is known')
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: LintOptions) => lintFile(file, options, open(command)));
}

async function lintFile(file: string, options: LintOptions, session: Session): Promise<void> {
  const text = await recordIn(file, session);
  const { facts, faults } = await formOf(text, options, session);
  if (faults.length > 0) throw unreadable(file, placed(faults, text), session);
  const all = await findingsOf({ file, text, facts }, options, session);
  // That something was not compared is no fault of the record, and would fail every check without a ledger.
  const findings = all.filter(({ code }) => code !== 'not-compared');
  show(file, all, text, session);
  if (!options.strict || findings.length === 0) return;
  throw new FindingsThere([`${counted(findings)} in ${file}, and --strict takes none.`]);
}

async function recordIn(file: string, session: Session): Promise<RecordText> {
  try {
    const reading = readRecord(utf8Text(await readInput(file, session.surroundings), file));
    if ('faults' in reading) throw unreadable(file, reading.faults, session);
    return reading.record;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new UnreadableRecord(error.sentences, { json: error.json, cause: error });
  }
}

/** What a record leans on may be in the ledger; where none is asked, it has to stand by itself. */
async function formOf(text: RecordText, { offline }: LintOptions, { client }: Session): Promise<CheckedForm> {
  if (!offline) return checkForm(text, client);
  const alone = recordToFacts(text.value);
  return 'facts' in alone ? { facts: alone.facts, faults: [] } : { facts: [], faults: alone.errors };
}

interface Input {
  readonly file: string;
  readonly text: RecordText;
  readonly facts: readonly FactToRecord[];
}

/** What the ledger has to say, or what can be said without it where it is not to be asked or cannot answer. */
async function findingsOf(
  { file, text, facts }: Input,
  { offline = false }: LintOptions,
  session: Session,
): Promise<readonly Finding[]> {
  if (offline) return lint(facts, { notCompared: 'no ledger was asked' });
  try {
    const options = { repeatable: true, patienceMs: 0, title: 'Linting' };
    return read(answered, await session.client.post('/v1/lint', text.value, options)).findings;
  } catch (error) {
    if (error instanceof Refused && error.faults.length > 0)
      throw unreadable(file, placed(error.faults, text), session);
    const isOutOfReach =
      error instanceof Unreachable ||
      error instanceof Unavailable ||
      error instanceof NotAllowed ||
      (error instanceof Refused && error.status === 404);
    if (!isOutOfReach) throw error;
    const why = (error.sentences[0] ?? '').replace(/\.$/, '');
    return lint(facts, { notCompared: `no ledger answered (${why})` });
  }
}

function show(file: string, findings: readonly Finding[], text: RecordText, session: Session): void {
  const { terminal, json } = session;
  if (json) {
    const all = findings.map((finding) => ({
      ...finding,
      ...(finding.pointer !== '' && text.locate(finding.pointer)),
    }));
    terminal.print(JSON.stringify({ findings: all }, null, 2));
    return;
  }
  const about = findings.filter(({ code }) => code !== 'not-compared');
  const aside = findings.filter(({ code }) => code === 'not-compared');
  for (const { message, remedy } of aside)
    terminal.tell(terminal.paintErr.yellow(`${file} ${message}; ${remedy}.`));
  if (about.length === 0) {
    terminal.print(`${file}: no findings.`);
    return;
  }
  const reasons = new Map(about.map(({ code, reason }) => [code, reason]));
  const { bold } = terminal.paint;
  terminal.print(
    [
      ...renderPlacedFindings(file, about, text, terminal.paint),
      '',
      `${counted(about)}. Recording refuses none of them. Why they matter:`,
      ...[...reasons].map(([code, reason]) => `  ${bold(code)}  ${reason}`),
    ].join('\n'),
  );
}

const counted = ({ length }: readonly Finding[]): string =>
  length === 1 ? 'One finding' : `${length} findings`;

function unreadable(file: string, faults: readonly PlacedFault[], { terminal }: Session): UnreadableRecord {
  const lines = renderFaults(file, faults, terminal.paintErr.dim);
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return new UnreadableRecord([`${file} cannot be linted: ${count}.`, ...lines], {
    json: { title: 'The record is not valid', errors: faults },
  });
}
