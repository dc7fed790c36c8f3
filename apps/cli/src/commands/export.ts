import { Unreadable } from '#libs/transparency';
import { NotServed } from '#libs/verification';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { InvalidInput, Unavailable } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { httpLog } from '../verify/http-log.ts';
import { writeBundle, type WrittenBundle } from '../verify/write-bundle.ts';

const EXAMPLES = `
The file holds every event up to the newest checkpoint, the checkpoint, and the key and policy by which it is checked. It is
for those who will not take the ledger's word: it takes nothing but the file to see that nothing was altered, added or
left out (docs/verify.md).

Examples:
  ledger export log.zip
  ledger verify log.zip --vkey ledger.vkey`;

/** `ledger export FILE` */
export function addExport(program: Command, open: OpenSession): void {
  const command = program
    .command('export')
    .description('write the whole log into a file that anybody can verify')
    .argument('<file>', 'the zip to write, which must not exist yet')
    .addHelpText('after', EXAMPLES)
    .action((file: string) => exportLog(file, open(command)));
}

async function exportLog(file: string, { client, terminal, json, surroundings }: Session): Promise<void> {
  const path = resolve(surroundings.cwd, file);
  const { origin, size } = await terminal.progress('Reading the log', (retitle) =>
    writeBundle(httpLog(client), path, (done, of) => {
      retitle(`Reading the log: ${done} of ${of}`);
    }).catch((error: unknown) => {
      throw exportProblem(file, error);
    }),
  );
  terminal.print(
    json
      ? JSON.stringify(
          { file: path, origin, size } satisfies WrittenBundle & { readonly file: string },
          null,
          2,
        )
      : `${file}: ${size} events of ${origin}. ledger verify ${file} checks it.`,
  );
}

const WRITING: Readonly<Record<string, string>> = {
  EEXIST: 'it exists already, and is not overwritten',
  EACCES: 'you may not write there',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
};

function exportProblem(file: string, error: unknown): unknown {
  if (error instanceof NotServed || error instanceof Unreadable) {
    return new Unavailable(['The ledger does not give out all of its log.', error.message], { cause: error });
  }
  const why = WRITING[(error as NodeJS.ErrnoException).code ?? ''];
  return why === undefined
    ? error
    : new InvalidInput([`${file} cannot be written: ${why}.`], { cause: error });
}
