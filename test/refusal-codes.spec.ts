import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import { problemCatalogue } from '../apps/api/src/problems/catalogue.ts';

const root = projectRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const own = 'test/refusal-codes.spec.ts';
const specs = ['apps', 'libs', 'migrations', 'test']
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  )
  .filter((path) => path.endsWith('.spec.ts') && !path.includes('node_modules') && path !== own)
  .map(read)
  .join('\n');
const docs = read('docs/problems.md');

describe.each(Object.entries(problemCatalogue))('the code %s', (code, { status, title, meaning, remedy }) => {
  test('has an HTTP status, sentences for a person, and a place in the docs', () => {
    expect(status).toBeGreaterThanOrEqual(400);
    for (const sentence of [title, meaning, remedy]) expect(sentence).toMatch(/^\p{Lu}[^]*\S$/u);
    expect(docs).toContain(`## ${code}\n\n**${title}** (${String(status)})`);
  });

  test('is expected by a test', () => {
    expect(specs).toMatch(new RegExp(`['"\`]${code}['"\`]`));
  });
});
