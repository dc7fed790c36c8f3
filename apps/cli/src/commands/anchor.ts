import { findAnchors, nearMatches, type DocumentText, type FoundAnchor } from '#libs/interchange';
import type { Command } from 'commander';
import { visible } from '../answers.ts';
import { readInput } from '../files.ts';
import { InvalidInput, WrongUsage } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { readDocument } from './record-file.ts';

interface AnchorOptions {
  readonly source?: string;
  readonly nth?: string;
}

const EXAMPLES = `
Prints the anchor as YAML, to paste under "evidence" of a record file. Where the words stand several times, all
places are listed with what is around them, and --nth chooses one.

Examples:
  ledger anchor document.txt "100 generators"
  ledger anchor document.txt "generators" --nth 2 --source mfa-ua-2024-11-16`;

/** `ledger anchor DOCUMENT WORDS` */
export function addAnchor(program: Command, open: OpenSession): void {
  const command = program
    .command('anchor')
    .description('the anchor of a passage in a document, to paste into a record file')
    .argument('<document>', 'the document, UTF-8 text; - is standard input')
    .argument('<words>', 'the passage, letter for letter')
    .option('--nth <number>', 'the first, second … place where the words stand')
    .option('--source <id>', 'name this source in the anchor')
    .addHelpText('after', EXAMPLES)
    .action((document: string, words: string, options: AnchorOptions) =>
      anchor(document, words, options, open(command)),
    );
}

async function anchor(name: string, words: string, options: AnchorOptions, session: Session): Promise<void> {
  const { terminal, json, surroundings } = session;
  const { source } = options;
  const nth = numberOf(options.nth);
  const document = readDocument(await readInput(name, surroundings), name);
  const all = findAnchors(document, words);
  if (all.length === 0) throw notFound(name, document, words);
  const complete = (found: FoundAnchor) => ({
    ...(source && { source }),
    document: document.sha256,
    ...found,
  });
  if (json) {
    const chosen = nth === undefined ? all : all.slice(nth - 1, nth);
    terminal.print(JSON.stringify(chosen.map(complete), null, 2));
    return;
  }
  const [only] = nth === undefined && all.length > 1 ? [] : all.slice((nth ?? 1) - 1);
  if (!only) throw severalFound(name, document, all, nth);
  terminal.print(anchorYaml(complete(only)));
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new WrongUsage([`--nth takes a number from 1, not ${JSON.stringify(text)}.`]);
}

/** An anchor as an entry of a YAML list. */
export const anchorYaml = (entry: Readonly<Record<string, string | number>>): string =>
  Object.entries(entry)
    .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${value}`)
    .join('\n');

function severalFound(
  name: string,
  document: DocumentText,
  all: readonly FoundAnchor[],
  nth: number | undefined,
): InvalidInput {
  const places = all.map((found, index) => `${String(index + 1).padStart(4)}  ${around(document, found)}`);
  const wanted = nth === undefined ? '' : `, not ${nth} times`;
  return new InvalidInput([
    `The words stand in ${name} ${all.length === 1 ? 'once' : `${all.length} times`}${wanted}:`,
    ...places,
    'Choose one with --nth, or give more of the words around it.',
  ]);
}

const AROUND = 30;

/** The passage in brackets with a few words on either side, on one line. */
function around(document: DocumentText, { start, end }: FoundAnchor): string {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(document.length, end + AROUND);
  const parts = [
    ...[from > 0 ? '…' : '', document.passageAt(from, start)],
    ...['[', document.passageAt(start, end), ']'],
    ...[document.passageAt(end, to), to < document.length ? '…' : ''],
  ];
  return visible(parts.join('').replace(/\s+/g, ' '));
}

function notFound(name: string, document: DocumentText, words: string): InvalidInput {
  const near = nearest(document, words);
  if (near.length === 0) {
    return new InvalidInput([
      `The words do not stand in ${name}.`,
      'Copy them from the document, letter for letter; a few characteristic words are enough to find the place.',
    ]);
  }
  return new InvalidInput([
    `The words do not stand in ${name} letter for letter. Nearest:`,
    ...near.map((found) => `  ${around(document, found)}`),
    'Copy the words in brackets, or what you want around them, from the document.',
  ]);
}

/** The same words written a little differently; else where as many of the first or last words as possible stand. */
function nearest(document: DocumentText, words: string): readonly FoundAnchor[] {
  const parts = words.trim().split(/\s+/);
  for (let count = parts.length; count >= 2 || count === parts.length; count -= 1) {
    const first = nearMatches(document, parts.slice(0, count).join(' '));
    const found = first.length > 0 ? first : nearMatches(document, parts.slice(-count).join(' '));
    if (found.length > 0) return found;
    if (count === 1) break;
  }
  return [];
}
