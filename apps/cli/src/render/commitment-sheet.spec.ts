import pc from 'picocolors';
import { commitmentSheet, read } from '../answers.ts';
import { renderCommitmentSheet } from './commitment-sheet.ts';

const look = (width: number) => ({ width, paint: pc.createColors(false) });

/** As `GET /v1/commitments/{id}` answers, with a field that this command does not know. */
const answer = {
  id: 'generators-2024',
  title: '100 generators for Ukraine',
  kind: 'goods',
  strength: 'declared',
  committers: ['JP'],
  beneficiaries: ['UA'],
  criterion: {
    type: 'count-reached',
    target: { qualifier: 'exactly', value: '100', unit: 'generators' },
    milestone: 'handed-over',
  },
  due: { edtf: '2024', earliest: '2024-01-01', latest: '2024-12-31' },
  announced: { edtf: '2024-11-16', earliest: '2024-11-16', latest: '2024-11-16' },
  label: 'partly-delivered',
  facets: { normative: 'announced', delivery: 'partial', time: 'running', evidence: 'single-source' },
  fulfilment: {
    outcome: 'undetermined',
    delivered: { lo: '1', hi: '100' },
    target: { lo: '100', hi: '100' },
    unit: 'generators',
    share: { lo: '0.01', hi: '1' },
    derivation: [
      { rule: 'promise', statement: 'Japan towards Ukraine (declared): 100 generators.', facts: [] },
      {
        rule: 'label',
        statement: 'Partly delivered: some of it has certainly been handed over, not all.',
        facts: [],
      },
    ],
  },
  happenings: [
    {
      id: 'batch',
      type: 'delivery',
      happened: { edtf: '2024-11-16', earliest: '2024-11-16', latest: '2024-11-16' },
      quantity: { qualifier: 'some', unit: 'generators' },
      milestone: 'handed-over',
      title: null,
      note: null,
    },
  ],
  evidence: [
    {
      source: 'press',
      start: 4,
      end: 9,
      text: 'one hundred',
      supports: 'generators-2024',
      saidBy: 'Minister',
    },
    { source: 'press', start: null, end: null, supports: 'batch', saidBy: 'Minister' },
  ],
  relations: [{ type: 'part-of', commitment: 'support-agreement', title: 'Support' }],
  fundingSource: null,
  note: null,
  asOf: { position: 61, validAt: '2024-11-16', knownAt: null },
  somethingNew: { of: 'a later version' },
};

describe('what may be one and the same', () => {
  it('is told with what it comes to in either case, by whom and why, and then with what was decided', () => {
    const open = {
      ...{ of: 'batch', with: 'undp', state: 'proposed', by: 'An analyst', reason: 'A day apart.' },
      ...{ proposed: { edtf: '2024-12-01' }, decision: null },
      ...{ ifOne: { lo: '32', hi: '32' }, ifTwo: { lo: '33', hi: null }, unit: 'generators' },
    };
    const decision = { decided: { edtf: '2025-02-01' }, by: 'The desk', reason: 'One serial number.' };
    const confirmed = { ...open, state: 'confirmed', decision };
    const sheet = read(commitmentSheet, { body: { ...answer, sameness: [open, confirmed] } });
    const lines = renderCommitmentSheet(sheet, look(120)).split('\n');
    const from = lines.indexOf('Sameness');
    expect(lines.slice(from, from + 3)).toEqual([
      'Sameness',
      '  2024-12-01  batch and undp: proposed, 32 generators if one, 33 or more if two – An analyst: A day apart.',
      '  2025-02-01  batch and undp: confirmed, 32 generators – The desk: One serial number.',
    ]);
  });
});

describe('one commitment in full', () => {
  it('says who promised what, where it stands, why, what happened and who says so', () => {
    expect(renderCommitmentSheet(read(commitmentSheet, { body: answer }), look(Infinity))).toBe(
      `generators-2024  partly delivered
100 generators for Ukraine

Promised by  Japan
Promised to  Ukraine
Kind         goods, declared
Criterion    Met when 100 generators are handed over.
Announced    2024-11-16
Due          2024, that is from 2024-01-01 to 2024-12-31
Delivered    at least 1, at most 100 of 100 generators: proved 1 %, possible 100 %
Facets       promise announced · delivery partial · time running · evidence single source

Why
  1. Japan towards Ukraine (declared): 100 generators.
  2. Partly delivered: some of it has certainly been handed over, not all.

What happened
  2024-11-16  delivery of generators, number not stated (handed over)
              press, Minister

Promised, according to
  press 4–9, Minister
  “one hundred”

Related
  part of support-agreement: Support

valid on 2024-11-16, as of position 61`,
    );
  });

  it('says how it ended, and of which days all is recorded', () => {
    const day = (edtf: string) => ({ edtf, earliest: edtf, latest: edtf });
    const ends = [
      { id: 'let-go', type: 'release', ended: day('2025-03-01'), by: 'UA', successor: null, note: null },
      { id: 'new', type: 'supersession', ended: day('2025-04-01'), by: null, successor: 'loan-2' },
    ];
    const coverage = [{ id: 'all', period: { edtf: '2024' }, note: 'From the register' }];
    const evidence = [{ source: 'note', start: null, end: null, supports: 'let-go', saidBy: 'Ministry' }];
    const body = { ...answer, happenings: [], ends, coverage, evidence };
    expect(renderCommitmentSheet(read(commitmentSheet, { body }), look(Infinity))).toContain(
      `What happened
  2025-03-01  release by Ukraine
              note, Ministry
  2025-04-01  supersession by loan-2
  2024  the record is declared complete
        From the register
`,
    );
  });

  it('wraps under the text, so that the columns stay readable', () => {
    const text = renderCommitmentSheet(read(commitmentSheet, { body: answer }), look(40));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(text).toContain(
      '  2. Partly delivered: some of it has\n     certainly been handed over, not\n     all.',
    );
  });

  it('makes do with what an older or newer ledger leaves out', () => {
    const text = renderCommitmentSheet(
      read(commitmentSheet, { body: { id: 'x', label: 'revived' } }),
      look(80),
    );
    expect(text).toBe('x  revived\n\nDue          no deadline stated');
  });
});
