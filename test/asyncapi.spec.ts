import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { asyncApiDocument } from '../apps/api/src/asyncapi/asyncapi.ts';

const parser = fileURLToPath(new URL('asyncapi/parse.mjs', import.meta.url));

interface Parsed {
  readonly faults: readonly string[];
  readonly channels: readonly unknown[];
}

/** What the parser of AsyncAPI says of documents. It is installed beside the ledger, and takes its time. */
async function parsed(...documents: readonly unknown[]): Promise<readonly Parsed[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-asyncapi-'));
  try {
    const files = documents.map((_, index) => join(folder, `${index}.json`));
    await Promise.all(files.map((file, index) => writeFile(file, JSON.stringify(documents[index]))));
    const { stdout } = await promisify(execFile)(process.execPath, [parser, ...files]);
    const answers = stdout.split('\n').filter((line) => line.startsWith('{'));
    return answers.map((line) => JSON.parse(line) as Parsed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('to the parser of AsyncAPI', () => {
  const document = asyncApiDocument();
  let [whole, broken]: readonly Parsed[] = [];

  beforeAll(async () => {
    const misspelt = { ...document, channels: { events: { adress: 'ledger.events.v1' } } };
    [whole, broken] = await parsed(document, misspelt);
  }, 300_000);

  it('the AsyncAPI document is valid, and every channel and message is found in it', () => {
    expect(whole).toEqual({
      faults: [],
      channels: Object.values(document.channels).map(({ address, messages }) => [
        address,
        Object.keys(messages as object).length,
      ]),
    });
  });

  it('a broken one is not', () => {
    expect(broken?.faults).not.toEqual([]);
  });
});
