import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import { codeBlocks } from '#libs/testkit';
import { AnsweringServer } from '../apps/cli/test/answering-server.ts';
import { run } from '../apps/cli/test/run-ledger.ts';

/** In blocks of code, with what they go on with in the next lines. */
function commandsIn(page: string): readonly string[] {
  const lines = codeBlocks(page).flatMap((code) => code.replaceAll(/\\?\n[ ]{2,}/g, ' ').split('\n'));
  return lines.flatMap((line) => /^(?:\$ )?(?:npx )?ledger (.*)$/.exec(line)?.[1]?.trim() ?? []);
}

/** What is in brackets or a word in capitals, longer than the code of a party, stands for something. */
const isToBeTyped = (command: string): boolean => !/\[|(?:^| )[A-Z]{3,}(?: |$)/.test(command);

/** As a shell takes a line to pieces that has no more in it than double quotes. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));

/** As docs/cli.md has it. */
const KEY_REFUSED = 4;

describe('a command in the documentation', () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await AnsweringServer.start(() => ({
      status: 401,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: 'urn:ledger:key-unknown', title: 'Nobody may', status: 401 },
    }));
  });
  afterAll(() => server.stop());

  test('is understood as it is written, and asks a ledger or for the file it names', async () => {
    const docs = join(projectRoot(), 'docs');
    const pages = (await readdir(docs))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(docs, name));
    const written = await Promise.all(
      [join(projectRoot(), 'README.md'), ...pages].map(async (page) =>
        commandsIn(await readFile(page, 'utf8')),
      ),
    );
    const commands = written.flat().filter(isToBeTyped);
    expect(commands.length).toBeGreaterThan(30);
    const misunderstood: unknown[] = [];
    for (const command of commands) {
      const { code, err } = await run(wordsOf(command), { env: { LEDGER_URL: server.url, LEDGER_KEY: 'k' } });
      const isRefused = code === KEY_REFUSED && err.includes('Nobody may');
      const isWithoutFile = code === 1 && err.includes('there is no such file');
      if (!isRefused && !isWithoutFile) misunderstood.push([command, code, err]);
    }
    expect(misunderstood).toEqual([]);
  });
});
