import { documentText } from '#libs/interchange';
import {
  composeReport,
  historyOf,
  NothingToReport,
  parseScope,
  reportFormats,
  reportHtml,
  reportJson,
  scopeText,
  shelvesIn,
  writeReport,
} from '#libs/reports';
import { exampleLedger, fact, PaperLedger } from '#libs/testkit';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reported, written } from '../test/reported.ts';

const { ledger, meeting } = await exampleLedger();
const last = ledger.events.length;
const ofDay = { scope: 'ledger', validAt: '2024-11-16', position: meeting };
const now = { scope: 'ledger', validAt: '2025-12-31', position: last };

describe('a report', () => {
  it('of a day past is the same to the byte before and after more is recorded', async () => {
    const before = await reported(ledger.events.slice(0, meeting), ofDay);
    const after = await reported(ledger.events, ofDay);
    expect(written(reportJson(after))).toBe(written(reportJson(before)));
    expect(written(reportHtml(after))).toBe(written(reportHtml(before)));
  });

  it('has the ten sections', async () => {
    const report = JSON.parse(written(reportJson(await reported(ledger.events, now)))) as object;
    expect(Object.keys(report)).toEqual([
      ...['format', 'version', 'cover', 'scope', 'counts', 'chronology', 'commitments', 'exceptions'],
      ...['evidence', 'custody', 'verification', 'notShown', 'figures'],
    ]);
    const html = written(reportHtml(await reported(ledger.events, now)));
    const numbered = [...html.matchAll(/<h2[^>]*>(\d+)\. /g)].map(([, number]) => Number(number));
    expect(numbered).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('answers of each commitment what the ledger answers, with its relations', async () => {
    const { commitments } = await reported(ledger.events, now);
    const generators = [...commitments].find(({ id }) => id === 'generators-2024');
    expect(generators?.answer).toMatchObject({
      label: 'overdue-unproven',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '1', hi: '100' } },
    });
    const agreement = [...commitments].find(({ id }) => id === 'support-agreement');
    expect(agreement?.answer?.relations).toEqual([
      expect.objectContaining({ type: 'has-part', commitment: 'security-dialogue' }),
    ]);
  });

  it('lists what to look at first, and counts it', async () => {
    const { exceptions } = await reported(ledger.events, now);
    const subjects = Object.fromEntries(
      exceptions.map(({ kind, items }) => [kind, items.map(({ subject }) => subject)]),
    );
    expect(subjects).toMatchObject({
      overdue: ['generators-2024'],
      disputed: ['demining-conference-2025'],
      'possibly-the-same': ['generators-2024'],
      residuals: ['assistance-since-2022'],
      unreadable: [],
    });
    expect(subjects['single-source']).toContain('jp-frozen-assets-loan');
    expect(subjects['unresolved-anchors']).toContain('undp-2024-11-17');
    expect(subjects['late-recording']).toContain('commitment-visa-liberalisation');
  });

  it('never says that something is undetermined without saying why', async () => {
    const html = written(reportHtml(await reported(ledger.events, now)));
    const rows = html.split('\n').filter((line) => /\bundetermined\b/.test(line));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows)
      expect(row).toMatch(/(cannot be told|nothing completes it|whose outcome is undetermined)/);
  });

  it('is of the same text from shelves in files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-shelves-'));
    const shelves = shelvesIn(folder);
    try {
      const report = await reported(ledger.events, now, { newShelf: shelves.newShelf });
      expect(written(reportJson(report))).toBe(written(reportJson(await reported(ledger.events, now))));
    } finally {
      shelves.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('tells how far it has come', async () => {
    const stages: string[] = [];
    await reported(ledger.events, now, {
      onProgress: ({ stage, done, of }) => stages.push(`${stage} ${done}/${of}`),
    });
    expect(stages[0]).toBe(`reading ${last}/${last}`);
    expect(stages.at(-1)).toBe('judging 12/12');
  });
});

describe('the scope of a report', () => {
  const idsOf = async (scope: string) => {
    const { commitments, chronology, evidence } = await reported(ledger.events, { ...now, scope });
    return {
      commitments: [...commitments].map(({ id }) => id),
      streams: new Set([...chronology].map(({ stream }) => stream)),
      sources: [...evidence].map(({ source, registered }) => registered !== null && source),
    };
  };

  it('may be one commitment, with what elsewhere counts towards it and its sources', async () => {
    const found = await idsOf('commitment:demining-conference-2025');
    expect(found.commitments).toEqual(['demining-conference-2025']);
    expect([...found.streams]).toContain('meeting-ukraine-mine-action-conference-2025');
    expect(found.sources.sort()).toEqual([
      'kyodo-2025-10-22',
      'mfa-ua-2024-11-16',
      'mfa-ua-2025-10-22',
      'mofa-jp-2025-11-06',
    ]);
  });

  it('may be a meeting, with all that became of what was promised there', async () => {
    const found = await idsOf('meeting:kyiv-2024-11-16');
    expect(found.commitments).toHaveLength(12);
    expect([...found.streams]).toContain('meeting-kyiv-2024-11-16');
    expect([...found.streams]).not.toContain('meeting-ukraine-mine-action-conference-2025');
  });

  it('may be a pair of parties, whichever is named first', async () => {
    const found = await idsOf('parties:UA,JP');
    expect(found.commitments).not.toContain('sanctions-circumvention');
    expect(found.commitments).toHaveLength(11);
    expect(scopeText(parseScope('parties:UA,JP') ?? { type: 'ledger' })).toBe('parties:JP,UA');
  });

  it.each([
    '',
    'commitment:',
    'commitment:Not An Id',
    'parties:JP',
    'parties:JP,JP',
    'parties:JP,XX',
    'everything',
  ])('is not %j', (text) => {
    expect(parseScope(text)).toBeUndefined();
  });

  it('must hold something', async () => {
    await expect(reported(ledger.events, { ...now, scope: 'commitment:unheard-of' })).rejects.toThrow(
      NothingToReport,
    );
  });
});

describe('what a report quotes', () => {
  const text = 'Japan will give one hundred generators this year.';
  const sha256 = createHash('sha256').update(text).digest('hex');
  const passage = (words: string) => createHash('sha256').update(words).digest('hex');
  const anchored = (words: string, start: number) => ({
    ...{
      source: 'press-release',
      document: sha256,
      start,
      end: start + words.length,
      passage: passage(words),
    },
  });
  const paper = new PaperLedger();
  paper.record(
    fact.source({ document: { sha256, mediaType: 'text/plain' } }),
    fact.generators({ commitment: 'right', evidence: [anchored('one hundred generators', 16)] }),
    fact.generators({ commitment: 'wrong', evidence: [{ ...anchored('one hundred generators', 17) }] }),
  );
  const of = { scope: 'ledger', validAt: '2024-11-16', position: 3 };

  it('is nothing where no document is given', async () => {
    const report = await reported(paper.events, of);
    expect(written(reportJson(report))).not.toContain(text.slice(16, 38));
  });

  it('is the words of a document that is given, where they are those that were anchored', async () => {
    const documents = new Map([[sha256, documentText(Buffer.from(text))]]);
    const report = await reported(paper.events, of, { documents });
    const quotes = [...report.commitments].flatMap((sheet) => sheet.quotes.map((quote) => quote.text));
    expect(quotes).toEqual(['one hundred generators', null]);
    const unresolved = report.exceptions.find(({ kind }) => kind === 'unresolved-anchors');
    expect(unresolved?.items).toEqual([expect.objectContaining({ subject: 'wrong' })]);
  });
});

it('an event that this build cannot read is listed, and what follows it in its stream is not judged by guess', async () => {
  const events = ledger.events.map((event) => (event.position === 35 ? { ...event, schema: 99 } : event));
  const report = await composeReport(
    { ledger: 'urn:uuid:0', ...now, documents: [] },
    { history: historyOf(events, last) },
  );
  const unreadable = report.exceptions.find(({ kind }) => kind === 'unreadable')?.items ?? [];
  expect(unreadable.map(({ subject }) => subject)).toEqual(['generators-2024', 'commitment-generators-2024']);
  const sheet = [...report.commitments].find(({ id }) => id === 'generators-2024');
  expect(sheet?.answer?.fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
  expect(sheet?.statement).toContain('From position 35 on');
});

describe('the file of a report of a day past, made again after more was recorded', () => {
  it.each(reportFormats.filter((format) => format !== 'bundle'))(
    'is the same to the byte as %s',
    async (format) => {
      const folder = mkdtempSync(join(tmpdir(), 'report-files-'));
      try {
        const before = await reported(ledger.events.slice(0, meeting), ofDay);
        const after = await reported(ledger.events, ofDay);
        const [one, other] = [
          await writeReport(before, format, join(folder, 'before')),
          await writeReport(after, format, join(folder, 'after')),
        ];
        expect(other).toEqual(one);
        expect(one.bytes).toBe(statSync(join(folder, 'before')).size);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
