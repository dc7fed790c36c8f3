import { lintCodes, type Finding } from '#libs/domain';
import { cloneDatabase, until, type TestDatabase } from '#libs/testkit';
import { readFile } from 'node:fs/promises';
import { lintPage } from '../src/lint/lint-page.ts';
import { type Answer, ApiUnderTest } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  // Long enough for a machine that others use too, and waited for in one test only.
  api = await ApiUnderTest.start(database, { lintPatienceMs: 3_000 });
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

/** A promise of money that only its duplicate is to be said of, told by the committer's own agency. */
const loan = (id: string, value = '3 billion') => ({
  id,
  title: 'A loan',
  kind: 'financial',
  strength: 'declared',
  committers: ['JP'],
  beneficiaries: ['UA'],
  criterion: { type: 'sum-reached', target: `over ${value} USD`, milestone: 'disbursed' },
  announced: '2024-11-16',
  due: '2025',
  source: 'news-item',
});

const found = ({ body }: Answer): readonly string[] =>
  (body as { findings: Finding[] }).findings.map(({ code, pointer }) => `${code} ${pointer}`);

describe('the receipt of a recording', () => {
  it('tells what will be hard to judge and where it stands, and records it all the same', async () => {
    const answer = await api.post('/v1/records', meetingRecord);
    expect([answer.status, answer.body.outcome]).toEqual([201, 'recorded']);
    expect(found(answer)).toEqual([
      'one-sided-evidence /commitments/0/evidence',
      'never-violable /commitments/1/due',
    ]);
    expect(answer.body.findings[0]).toEqual({
      code: 'one-sided-evidence',
      pointer: '/commitments/0/evidence',
      fact: 'generators',
      commitment: 'generators',
      message: expect.stringMatching(/^names sources of the beneficiary only/),
      remedy: expect.any(String),
      reason: expect.any(String),
      line: 1,
      column: expect.any(Number),
    });
    await api.project();
    expect(found(await api.post('/v1/records?dryRun=true', meetingRecord))).toHaveLength(2);
  });

  it('of one item leans on what the ledger holds of its commitment and its source', async () => {
    await api.post('/v1/records', meetingRecord);
    await api.post('/v1/sources', { ...newsItem, published: '2024-12-01' });
    const answer = await api.post('/v1/commitments/generators/deliveries', {
      quantity: '40 generators',
      milestone: 'dispatched',
      delivered: '2024-12-20',
      source: 'news-item',
    });
    expect(answer.status).toBe(201);
    expect(found(answer)).toEqual([
      'one-sided-evidence /source',
      'published-before-happening /source',
      'short-of-milestone /milestone',
    ]);
  });
});

describe('a commitment that may be known already', () => {
  beforeEach(() => api.post('/v1/sources', newsItem));

  it('is found among all that the read models know', async () => {
    expect(found(await api.post('/v1/commitments', loan('loan')))).toEqual(['not-compared ']);
    await api.project();
    const again = await api.post('/v1/commitments', loan('again', '2.95 billion'));
    expect([again.status, found(again)]).toEqual([201, ['possible-duplicate /criterion/target']]);
    await api.project();
    expect(found(await api.post('/v1/commitments', loan('other', '2 billion')))).toEqual([]);
  });

  it('is compared with what there is while the read models are behind, and the answer says how far they are', async () => {
    await api.post('/v1/commitments', loan('loan'));
    await api.project();
    await api.post('/v1/sources', { ...newsItem, id: 'another' });
    const { body } = await api.post('/v1/commitments', loan('again'));
    expect(body.findings).toEqual([
      expect.objectContaining({ code: 'possible-duplicate' }),
      expect.objectContaining({
        code: 'not-compared',
        message: expect.stringMatching(/its read models are at position 2 of 3$/),
      }),
    ]);
  });

  it('is recorded where there are no read models, and where they do not answer', async () => {
    const admin = database.pool('admin');
    const locker = await admin.connect();
    try {
      await locker.query('begin');
      await locker.query('lock table read_models.tracking in access exclusive mode');
      const answer = await api.post('/v1/commitments', loan('loan'));
      expect([answer.status, found(answer)]).toEqual([201, ['not-compared ']]);
      expect(answer.body.findings[0].message).toMatch(/had not answered after 3000 ms$/);
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    // The question that was given up is answered now, and would hold tables that are to be dropped.
    await until('the question that was given up is answered', async () => {
      const { rowCount } = await admin.query(
        `select from pg_stat_activity
          where datname = current_database() and usename <> current_user and state <> 'idle'`,
      );
      return rowCount === 0;
    });
    await admin.query('drop schema read_models cascade');
    const answer = await api.post('/v1/commitments', loan('again'));
    expect([answer.status, found(answer)]).toEqual([201, ['not-compared ']]);
    expect(answer.body.findings[0].message).toMatch(/it has no read models$/);
  });
});

describe('POST /v1/lint', () => {
  it('tells a reader the same and records nothing', async () => {
    const key = await api.keyOf('reader');
    const answer = await api.post('/v1/lint', meetingRecord, { key });
    expect([answer.status, found(answer)]).toEqual([
      200,
      ['one-sided-evidence /commitments/0/evidence', 'never-violable /commitments/1/due'],
    ]);
    expect((await api.store.head()).position).toBe(0);
  });

  it('refuses what is no record, with its place', async () => {
    const { status, body } = await api.postYaml('/v1/lint', 'commitments: none\n');
    expect([status, body.code, body.errors[0].line]).toEqual([422, 'invalid-body', 1]);
    expect((await api.postYaml('/v1/lint', 'a: [\n')).body.code).toBe('malformed-body');
  });
});

describe('the rules of the linter', () => {
  it('are listed for programs', async () => {
    const { status, body } = await api.get('/v1/lint-rules');
    expect([status, body.items.map(({ code }: { code: string }) => code)]).toEqual([200, lintCodes]);
  });

  it('are the page docs/lint.md, to the letter', async () => {
    const page = await readFile(new URL('../../../docs/lint.md', import.meta.url), 'utf8');
    expect(page).toBe(lintPage());
  });
});
