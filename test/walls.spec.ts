import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: readonly { name: string }[];
};

/** For each wall, an import that it must not let through: [file, what it imports]. */
const planted: Readonly<Record<string, readonly [string, string]>> = {
  'domain-imports-only-what-it-may': ['libs/domain/src/a.ts', 'pg'],
  'event-store-imports-only-what-it-may': ['libs/event-store/src/a.ts', '#libs/read-models'],
  'messaging-imports-only-what-it-may': ['libs/messaging/src/a.ts', '#libs/event-store'],
  'read-models-imports-only-what-it-may': ['libs/read-models/src/a.ts', 'kafkajs'],
  'interchange-imports-only-what-it-may': ['libs/interchange/src/a.ts', 'node:fs'],
  'transparency-imports-only-what-it-may': ['libs/transparency/src/a.ts', '#libs/event-store'],
  'verification-imports-only-what-it-may': ['libs/verification/src/a.ts', '#libs/event-store'],
  'subscriptions-imports-only-what-it-may': ['libs/subscriptions/src/a.ts', '#libs/read-models'],
  'reports-imports-only-what-it-may': ['libs/reports/src/a.ts', '#libs/event-store'],
  'platform-imports-only-what-it-may': ['libs/platform/src/a.ts', '#libs/domain'],
  'no-cycles': ['libs/domain/src/b.ts', './c.ts'],
  'writers-never-read-models': ['apps/api/src/commands/a.ts', '#libs/read-models'],
  'projections-never-see-the-store': ['apps/projector/src/a.ts', '#libs/event-store'],
  'libs-are-entered-by-index': ['apps/cli/src/a.ts', '../../../libs/domain/src/b.ts'],
  'apps-do-not-know-each-other': ['apps/relay/src/a.ts', '../../api/src/commands/a.ts'],
  'libs-do-not-know-apps': ['libs/read-models/src/b.ts', '../../../apps/cli/src/a.ts'],
  'testkit-is-for-tests': ['apps/api/src/b.ts', '#libs/testkit'],
  'no-rooms-called-utils': ['apps/api/src/c.ts', './utils.ts'],
};

const importing = (from: string): string => `import * as it from '${from}';\nexport const x = it;\n`;

interface Cruise {
  summary: { violations: readonly { rule: { name: string }; from: string }[] };
}

/** Cruises a house of our rooms, empty but for the planted imports, with our own rules. */
async function cruisePlanted(): Promise<Cruise> {
  const house = await mkdtemp(join(tmpdir(), 'walls-'));
  const put = async (file: string, text: string) => {
    await mkdir(dirname(join(house, file)), { recursive: true });
    await writeFile(join(house, file), text);
  };
  try {
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(root, file), join(house, file));
    await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
    for (const room of [
      'domain',
      'event-store',
      'messaging',
      'read-models',
      'interchange',
      'subscriptions',
      'transparency',
      'verification',
      'platform',
      'testkit',
    ]) {
      await put(`libs/${room}/src/index.ts`, 'export const room = true;\n');
    }
    await put('libs/domain/src/c.ts', importing('./b.ts'));
    await put('apps/api/src/utils.ts', 'export const drawer = true;\n');
    for (const [file, from] of Object.values(planted)) await put(file, importing(from));
    const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const rules = join(root, '.dependency-cruiser.cjs');
    const args = [depcruise, '--config', rules, '--output-type', 'json', 'apps', 'libs'];
    const run = promisify(execFile)(process.execPath, args, { cwd: house, maxBuffer: 64e6 });
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    return JSON.parse(stdout) as Cruise;
  } finally {
    await rm(house, { recursive: true });
  }
}

describe('the walls between rooms', () => {
  let fired: readonly string[];
  beforeAll(async () => {
    const { summary } = await cruisePlanted();
    fired = summary.violations.map(({ rule, from }) => `${rule.name} at ${from}`);
  }, 60_000);

  it('are each tried by a planted import', () => {
    expect(Object.keys(planted).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(planted))('%s fires', (rule, [file]) => {
    expect(fired).toContain(`${rule} at ${file}`);
  });
});

describe('the pure core', () => {
  // Without type information, so that text which is in no project can be linted; the rules tried here need none.
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: [
      { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
      { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
    ] as never,
  });
  const faults = async (text: string, filePath = 'libs/domain/src/planted.ts') => {
    const [result] = await eslint.lintText(text, { filePath: join(root, filePath) });
    return result?.messages.map(({ ruleId }) => ruleId);
  };

  it.each([
    ['the clock', 'export const now = Date.now();'],
    ['the clock as a date', 'export const now = new Date();'],
    ['chance', 'export const chance = Math.random();'],
    ['the environment', 'export const home = process.env;'],
    ['a timer', 'setTimeout(() => 1, 1);'],
    ['the network', 'export const page = fetch("x");'],
    ['a decorator', 'declare const it: ClassDecorator;\n@it\nexport class Decorated {\n x = 1;\n}'],
    ['an enum', 'export enum Colour { Red }'],
    ['a default export', 'export default 1;'],
  ])('does not touch %s', async (_, text) => {
    const [first] = (await faults(text)) ?? [];
    expect(first).toMatch(/^no-restricted-(syntax|globals)$/);
  });

  it('lets pure code through', async () => {
    expect(await faults('export const double = (n: number): number => n * 2;')).toEqual([]);
  });
});
