import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { asyncApiDocument } from '../apps/api/src/asyncapi/asyncapi.ts';

const parser = fileURLToPath(new URL('asyncapi/parse.mjs', import.meta.url));

/** What the parser of AsyncAPI says of a document. It is installed beside the ledger, and takes its time. */
async function parsed(document: unknown): Promise<{ faults: string[]; channels: unknown[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-asyncapi-'));
  try {
    const file = join(folder, 'asyncapi.json');
    await writeFile(file, JSON.stringify(document));
    const { stdout } = await promisify(execFile)(process.execPath, [parser, file]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as never;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PATIENCE_MS = 300_000;

test(
  'the AsyncAPI document is valid to the parser of AsyncAPI, which finds every channel and message in it',
  async () => {
    const document = asyncApiDocument();
    expect(await parsed(document)).toEqual({
      faults: [],
      channels: Object.values(document.channels).map(({ address, messages }) => [
        address,
        Object.keys(messages as object).length,
      ]),
    });
  },
  PATIENCE_MS,
);

test(
  'a broken one is not',
  async () => {
    const { faults } = await parsed({
      ...asyncApiDocument(),
      channels: { events: { adress: 'ledger.events.v1' } },
    });
    expect(faults).not.toEqual([]);
  },
  PATIENCE_MS,
);
