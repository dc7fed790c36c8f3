import { parseTlogProof, Unreadable } from '#libs/transparency';
import {
  BrokenBundle,
  NotServed,
  type Question,
  type Span,
  type Trust,
  type Verification,
  verifyBundle,
  verifyEvent,
  verifyLog,
} from '#libs/verification';
import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readInput, utf8Text } from '../files.ts';
import { InvalidInput, NotVerified, Unavailable, UnreadableProof, WrongUsage } from '../problems.ts';
import { renderVerification } from '../render/verification.ts';
import type { OpenSession, Session } from '../session.ts';
import { folderBundle } from '../verify/folder-bundle.ts';
import { httpLog } from '../verify/http-log.ts';
import { eventOverHttp } from '../verify/http-event.ts';
import { openZip } from '../verify/zip-bundle.ts';

interface VerifyOptions {
  readonly vkey?: string;
  readonly policy?: string;
  readonly since?: string;
  readonly from?: string;
  readonly to?: string;
  readonly event?: string;
  readonly leaf?: string;
}

const EXAMPLES = `
Checks that nothing in the log was altered, added or left out: who signed the checkpoint, who witnessed it, every event's
place and time, and the tree over all of them. It names the first bad position. The key is the one you know from somebody
you trust; without --vkey the one that comes with the data is taken, which proves less, and it is said.

Examples:
  ledger verify                                        the whole log of the ledger at LEDGER_URL
  ledger verify --since checkpoint-2025-01-01          and that it continues a checkpoint you kept
  ledger verify --from 1000 --to 2000                  these events, without reading the others
  ledger verify --event 4711                           one event, by its proof
  ledger verify report.zip --vkey ledger.vkey           a bundle, asking nobody
  ledger verify 4711.tlog-proof --leaf 4711.json --vkey ledger.vkey

Programs that share no code with the ledger check the same: docs/verify.md.`;

/** `ledger verify [FILE]` */
export function addVerify(program: Command, open: OpenSession): void {
  const command = program
    .command('verify')
    .description('that nothing in the log, or in a bundle taken from it, was altered, added or left out')
    .argument(
      '[file]',
      'a bundle (zip or folder), or a .tlog-proof; the log of the running ledger where left out',
    )
    .option('--vkey <key>', 'verifier key of the ledger, or a file with it')
    .option('--policy <file>', 'the witnesses you trust, and how many of them it takes (C2SP tlog-policy)')
    .option('--since <file>', 'an older checkpoint you kept, which the log must continue')
    .option('--from <position>', 'only events from this position on')
    .option('--to <position>', 'only events up to this position')
    .option('--event <position>', 'only this event')
    .option('--leaf <file>', 'with a .tlog-proof: the leaf that it proves')
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, options: VerifyOptions) => verify(file, options, open(command)));
}

async function verify(file: string | undefined, options: VerifyOptions, session: Session): Promise<void> {
  const trust = await trustFrom(options, session);
  try {
    const verification = await session.terminal.progress(`Verifying ${file ?? 'the log'}`, (retitle) =>
      verified(file, { trust, options, session, retitle }),
    );
    tell(file ?? 'the log', verification, session);
  } catch (error) {
    if (error instanceof NotServed) {
      throw new Unavailable(['The ledger gives out no log to verify.', error.message], { cause: error });
    }
    if (!(error instanceof BrokenBundle || error instanceof Unreadable)) throw error;
    throw new UnreadableProof([`${file ?? 'The log'} cannot be verified. ${error.message}`], {
      cause: error,
    });
  }
}

interface Asked {
  readonly trust: Trust;
  readonly options: VerifyOptions;
  readonly session: Session;
  readonly retitle: (title: string) => void;
}

async function verified(file: string | undefined, asked: Asked): Promise<Verification> {
  const { trust, options, session } = asked;
  const question = await questionFrom(file, asked);
  if (file === undefined) {
    const { client } = session;
    return options.event === undefined
      ? verifyLog(httpLog(client), question)
      : verifyEvent(...(await eventOverHttp(client, positionIn(options.event, '--event'), trust)));
  }
  const path = resolve(session.surroundings.cwd, file);
  if (file.endsWith('.tlog-proof')) return verifyProofFile(file, asked);
  const found = await stat(path).catch((cause: unknown) => {
    throw new InvalidInput([`${file} cannot be read: there is no such file.`], { cause });
  });
  if (found.isDirectory()) return verifyBundle(await folderBundle(path), question);
  const zip = await openZip(path);
  try {
    return await verifyBundle(zip.files, question);
  } finally {
    zip.close();
  }
}

async function verifyProofFile(file: string, { trust, options, session }: Asked): Promise<Verification> {
  if (options.leaf === undefined) {
    throw new WrongUsage([
      'A proof proves a leaf: name the file with it as --leaf.',
      'See ledger verify --help.',
    ]);
  }
  const { surroundings } = session;
  const proof = utf8Text(await readInput(file, surroundings), file);
  parseTlogProof(proof);
  // An editor ends the last line of a file; a leaf has no newline in it.
  const leaf = Buffer.from(
    utf8Text(await readInput(options.leaf, surroundings), options.leaf).replace(/\n$/, ''),
  );
  return verifyEvent({ proof, leaf }, trust);
}

async function trustFrom({ vkey, policy }: VerifyOptions, { surroundings }: Session): Promise<Trust> {
  const fileText = async (name: string) => utf8Text(await readInput(name, surroundings), name);
  return {
    ...(vkey !== undefined && { key: isKey(vkey) ? vkey : await fileText(vkey) }),
    ...(policy !== undefined && { policy: await fileText(policy) }),
  };
}

/** name+id+key, which no name of a file looks like. */
const isKey = (text: string): boolean => /^[^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/.test(text);

async function questionFrom(
  file: string | undefined,
  { trust, options, session, retitle }: Asked,
): Promise<Question> {
  const { since } = options;
  return {
    trust,
    since: since === undefined ? undefined : utf8Text(await readInput(since, session.surroundings), since),
    only: spanFrom(options),
    onProgress: (done, of) => {
      retitle(`Verifying ${file ?? 'the log'}: ${done} of ${of}`);
    },
  };
}

function spanFrom({ from, to, event }: VerifyOptions): Span | undefined {
  if (event !== undefined && (from !== undefined || to !== undefined)) {
    throw new WrongUsage(['--event is one event, and --from and --to are many: give the one or the others.']);
  }
  if (event !== undefined) return { from: positionIn(event, '--event'), to: positionIn(event, '--event') };
  if (from === undefined && to === undefined) return undefined;
  const span = {
    from: from === undefined ? 1 : positionIn(from, '--from'),
    to: to === undefined ? Number.MAX_SAFE_INTEGER : positionIn(to, '--to'),
  };
  if (span.from > span.to) throw new WrongUsage([`--from ${span.from} is behind --to ${span.to}.`]);
  return span;
}

function positionIn(text: string, option: string): number {
  const position = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(position)) return position;
  throw new WrongUsage([`${option} is not a position: ${text}`, 'Positions are whole numbers from 1.']);
}

function tell(what: string, verification: Verification, { terminal, json }: Session): void {
  const { verified: isVerified, firstBadPosition } = verification;
  if (json && isVerified) terminal.print(JSON.stringify(verification, null, 2));
  if (!json) terminal.print(renderVerification(verification, terminal.paint));
  if (isVerified) {
    if (!json) terminal.print(terminal.paint.green(`Verified: ${what}.`));
    return;
  }
  const where = firstBadPosition === undefined ? '' : ` The first bad position is ${firstBadPosition}.`;
  throw new NotVerified(
    [
      `Not verified: ${what} is not what was sealed.${where}`,
      'Keep it as it is, with the checkpoint you had before; docs/verify.md says what to do next.',
    ],
    { json: verification },
  );
}
