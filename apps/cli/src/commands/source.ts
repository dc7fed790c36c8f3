import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { readInput } from '../files.ts';
import { readDocument } from './record-file.ts';
import type { OpenSession, Session } from '../session.ts';
import { recordOne } from './record-one.ts';
import { without } from './telling-options.ts';

interface SourceOptions {
  readonly publisher: string;
  readonly publisherParty?: string;
  readonly title: string;
  readonly published: string;
  readonly language: string;
  readonly address?: string;
  readonly document?: string;
  readonly mediaType: string;
  readonly reliability?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  ledger source add undp-2024-11-17 --publisher UNDP --publisher-party org:undp --title "Generators for water systems"
      --published 2024-11-17 --address https://www.undp.org/ukraine
  ledger source add mfa-ua --publisher "Ministry of Foreign Affairs of Ukraine" --publisher-party UA
      --title "Meeting in Kyiv" --published 2024-11-16 --document document.txt`;

/** `ledger source add ID` */
export function addSource(program: Command, open: OpenSession): void {
  const group = program.command('source').description('register what facts are taken from');
  const command = group
    .command('add')
    .description('register a source, and keep its document')
    .argument('<id>', 'its id in the ledger')
    .requiredOption('--publisher <name>', 'who published it, in their own name')
    .option('--publisher-party <code>', 'the party the publisher speaks for: UA, org:undp')
    .requiredOption('--title <words>', 'its title')
    .requiredOption('--published <date>', 'when it was published')
    .option('--language <tag>', 'its language', 'en')
    .option('--address <url>', 'where it is on the web')
    .option('--document <file>', 'its bytes, which anchors point into; - is standard input')
    .option('--media-type <type>', 'of the document', 'text/plain')
    .option('--reliability <words>', 'what a reader should know before believing it')
    .option('--dry-run', 'check it and record nothing')
    .addHelpText('after', EXAMPLES)
    .action((id: string, options: SourceOptions) => register(id, options, open(command)));
}

async function register(id: string, options: SourceOptions, session: Session): Promise<void> {
  const { document: file, mediaType, dryRun, ...described } = options;
  const { publisher, publisherParty, title, published, language, address, reliability } = described;
  const document = file === undefined ? undefined : await keep(file, mediaType, dryRun ?? false, session);
  const body = { id, publisher, publisherParty, title, published, language, address, document, reliability };
  await recordOne('/v1/sources', without(body), `source ${id}, ${publisher}: ${title}`, session, { dryRun });
}

async function keep(file: string, mediaType: string, dryRun: boolean, session: Session) {
  const bytes = await readInput(file, session.surroundings);
  // Anchors count characters, so a document that calls itself text has to be some.
  if (mediaType.startsWith('text/')) readDocument(bytes, file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!dryRun) {
    await session.client.put(`/v1/documents/${sha256}`, bytes, mediaType, { title: 'Sending the document' });
  }
  return { sha256, mediaType };
}
