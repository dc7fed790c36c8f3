import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findKafkaTools, projectRoot } from '#libs/platform';
import { figuresOf, writeReport, type Report, type ReportFormat } from '#libs/reports';
import { describeWith, exampleLedger, fact, PaperLedger } from '#libs/testkit';
import { reported } from '../test/reported.ts';

// The files of a report as others read them: poppler's pdftotext, veraPDF, Frictionless for Python.

const run = promisify(execFile);
const VERAPDF = '1.28.2';
const FRICTIONLESS = '5.21.0';

const answers = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { timeout: 60_000 }).status === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { ledger, meeting } = await exampleLedger();

/** A ledger in which people and places have names in several scripts. */
function manyScripts(): PaperLedger {
  const paper = new PaperLedger();
  paper.record(
    fact.source({ publisher: '外務省', title: '岩屋外務大臣のウクライナ訪問（結果）', language: 'ja' }),
    fact.generators({
      commitment: 'scripts',
      title: 'Генератори для України їжаків: 発電機百台 (žluťoučký kůň)',
      attribution: {
        saidBy: 'Андрій Сибіга; 岩屋 毅; Ґанок; 𠮷野家; مرحبا',
        onBehalfOf: 'UA',
        reporter: 'beneficiary',
      },
    }),
  );
  return paper;
}

async function fileOf(report: Report, format: ReportFormat, name = 'report'): Promise<string> {
  const file = join(folder, `${name}.${format}`);
  await rm(file, { force: true });
  await writeReport(report, format, file);
  return file;
}

describeWith('pdftotext (poppler-utils)', answers('pdftotext', '-v'))('the PDF of a report', () => {
  it('holds the same figures as the HTML, the CSV and the JSON', async () => {
    const report = await reported(ledger.events, { scope: 'ledger', validAt: '2025-12-31', position: 82 });
    const figures = [...figuresOf(report)].map(({ figure, value }) => [
      figure,
      value === null ? 'none' : String(value),
    ]);
    expect(figures.length).toBeGreaterThan(150);
    const toText = ['-layout', await fileOf(report, 'pdf'), '-'];
    const { stdout: pages } = await run('pdftotext', toText, { maxBuffer: 64e6 });
    const found = {
      pdf: figuresInPdf(pages),
      html: figuresInHtml(await readFile(await fileOf(report, 'html'), 'utf8')),
      csv: figuresInCsv(
        (await run('unzip', ['-p', await fileOf(report, 'csv'), 'figures.csv'], { maxBuffer: 64e6 })).stdout,
      ),
      json: figuresInJson(await readFile(await fileOf(report, 'json'), 'utf8')),
    };
    for (const [format, told] of Object.entries(found)) {
      // Longer than the column is wide; it stands on the cover as well.
      const whole = figures.filter(([figure]) => format !== 'pdf' || figure !== 'report.root');
      expect(whole.filter(([figure = '', value]) => told.get(figure) !== value)).toEqual([]);
    }
    expect(pages.replaceAll(/\s/g, '')).toContain(report.cover.root.base64);
  }, 600_000);

  it('holds Ukrainian and Japanese names, and tells what it has no letters for', async () => {
    const paper = manyScripts();
    const report = await reported(paper.events, { scope: 'ledger', validAt: '2024-11-16', position: 2 });
    const file = await fileOf(report, 'pdf', 'scripts');
    const { stdout } = await run('pdftotext', ['-layout', file, '-']);
    for (const words of [
      'Генератори для України їжаків',
      '発電機百台',
      'Андрій Сибіга',
      '岩屋 毅',
      'Ґанок',
      '外務省',
    ])
      expect(stdout).toContain(words);
    expect(stdout).toContain('岩屋外務大臣のウクライナ訪問（結果）');
    expect(stdout).toContain('[U+0645]');
    const { stdout: fonts } = await run('pdffonts', [file]);
    for (const line of fonts.trim().split('\n').slice(2)) expect(line).toMatch(/\byes\s+yes\s+yes\b/);
  }, 600_000);
});

/** Lines of `figure  value  how`, as they stand on pages: the name of a figure may go on in the line below. */
function figuresInPdf(text: string): ReadonlyMap<string, string> {
  const row =
    /^\s*((?:report|counts|sums|totals|commitments)\.[\w.-]+)\s{2,}(\S+)\s{2,}(?:given|copy|count|sum|min|max|rule):/;
  const lines = text.split('\n');
  const found = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, first = '', value = ''] = row.exec(line) ?? [];
    let figure = first;
    for (let below = index + 1; /[.-]$/.test(figure) && below < lines.length; below += 1)
      figure += /^\s*([\w.-]+)/.exec(lines[below] ?? '')?.[1] ?? '';
    if (figure !== '') found.set(figure, value);
  }
  return found;
}

const figuresInHtml = (html: string): ReadonlyMap<string, string> =>
  new Map(
    [
      ...html.matchAll(
        /<tr><td>((?:report|counts|sums|totals|commitments)\.[\w.-]+)<\/td><td>([^<]*)<\/td><td>\w+:/g,
      ),
    ].map(([, figure = '', value = '']) => [figure, value]),
  );

const figuresInCsv = (csv: string): ReadonlyMap<string, string> =>
  new Map(
    [...csv.matchAll(/^([\w.-]+),([^,\r]*),(?:given|copy|count|sum|min|max|rule),/gm)].map(
      ([, figure = '', value = '']) => [figure, value === '' ? 'none' : value],
    ),
  );

const figuresInJson = (text: string): ReadonlyMap<string, string> => {
  const { figures } = JSON.parse(text) as {
    readonly figures: Readonly<Record<string, string | number | null>>;
  };
  return new Map(
    Object.entries(figures).map(([figure, value]) => [figure, value === null ? 'none' : String(value)]),
  );
};

describeWith('Java and Maven', !('missing' in findKafkaTools()))('a report is PDF/A-2b to veraPDF', () => {
  const jar = join(
    homedir(),
    `.m2/repository/org/verapdf/apps/greenfield-apps/${VERAPDF}/greenfield-apps-${VERAPDF}.jar`,
  );
  beforeAll(async () => {
    if (existsSync(jar)) return;
    const artifact = `-Dartifact=org.verapdf.apps:greenfield-apps:${VERAPDF}`;
    await run('mvn', ['-B', '-q', '-ntp', 'dependency:get', artifact, '-Dtransitive=false']);
  }, 600_000);

  it.each([
    ['of everything', () => ledger.events, 82, '2025-12-31'],
    ['of the meeting', () => ledger.events, meeting, '2024-11-16'],
    ['with names in many scripts', () => manyScripts().events, 2, '2024-11-16'],
  ] as const)(
    '%s',
    async (_, events, position, validAt) => {
      const report = await reported(events(), { scope: 'ledger', validAt, position });
      const file = await fileOf(report, 'pdf', 'archived');
      const args = ['-Djava.awt.headless=true', '-cp', jar, 'org.verapdf.apps.GreenfieldCliWrapper'];
      const { stdout } = await run('java', [
        ...args,
        '--flavour',
        '2b',
        '--format',
        'text',
        '-v',
        file,
      ]).catch((error: unknown) => error as { readonly stdout: string });
      expect(stdout.trim()).toBe(`PASS ${file} 2b`);
    },
    600_000,
  );
});

describeWith('Python with pip', answers('python3', '-m', 'pip', '--version'))(
  'the data package of a report',
  () => {
    const packages = join(projectRoot(), `node_modules/.cache/frictionless-${FRICTIONLESS}`);
    beforeAll(async () => {
      if (existsSync(packages)) return;
      await mkdir(join(packages, '..'), { recursive: true });
      const half = await mkdtemp(`${packages}-`);
      await run('python3', [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--target',
        half,
        `frictionless==${FRICTIONLESS}`,
      ]);
      await rename(half, packages).catch(() => rm(half, { recursive: true, force: true }));
    }, 600_000);

    it('is valid to Frictionless, every row of every table', async () => {
      const report = await reported(ledger.events, {
        scope: 'ledger',
        validAt: '2025-12-31',
        position: 82,
      });
      const zip = await fileOf(report, 'csv');
      const data = join(folder, 'data');
      await run('unzip', ['-q', '-o', zip, '-d', data]);
      const program = `
import json, sys
from frictionless import validate
report = validate(sys.argv[1])
print(json.dumps({"valid": report.valid, "tables": len(report.tasks), "errors": report.flatten(["rowNumber", "fieldName", "type", "message"])}))
`;
      const { stdout } = await run('python3', ['-c', program, 'datapackage.json'], {
        cwd: data,
        env: { ...process.env, PYTHONPATH: packages },
      });
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, errors: [], tables: 12 });
    }, 600_000);
  },
);
