import pc from 'picocolors';
import { commitmentSheet, read } from '../answers.ts';
import { renderCommitmentSheet } from './commitment-sheet.ts';

const look = { width: Infinity, paint: pc.createColors(false) };
const day = (edtf: string) => ({ edtf, earliest: edtf, latest: edtf });
const side = (source: string, saidBy: string) => ({ attribution: { saidBy }, evidence: [{ source }] });
const wouldBe = (label: string, amount: string) => ({
  label,
  outcome: 'met',
  delivered: { lo: amount, hi: amount },
});
const rendered = (parts: object) =>
  renderCommitmentSheet(
    read(commitmentSheet, { body: { id: 'generators', label: 'disputed', ...parts } }),
    look,
  );

describe('what is in doubt, on the sheet of a commitment', () => {
  const amounts = {
    ...{ id: 'how-many', about: 'batch', aspect: 'quantity', figure: null, note: null },
    ...{ opened: day('2025-01-10'), status: 'open', resolution: null },
    readings: [
      {
        ...{ id: 'ministry', quantity: { qualifier: 'exactly', value: '138', unit: 'generators' } },
        ...{ date: null, occurred: null, wouldBe: wouldBe('fulfilled', '138') },
        ...side('release', 'Ministry'),
      },
      {
        ...{ id: 'agency', quantity: { qualifier: 'exactly', value: '99', unit: 'generators' } },
        ...{ date: null, occurred: null, wouldBe: wouldBe('overdue-unproven', '99') },
        ...side('news', 'Agency'),
      },
    ],
  };

  it('shows each reading with what it alone would make of it', () => {
    expect(rendered({ disputes: [amounts] })).toContain(
      `In dispute
  2025-01-10  how-many: sources disagree on the quantity of batch, open
              - 138 generators: fulfilled, delivered 138
                ministry, Ministry (release)
              - 99 generators: overdue, unproven, delivered 99
                agency, Agency (news)`,
    );
  });

  it('shows how it was resolved, and for what reason', () => {
    const resolution = { resolved: day('2025-02-01'), held: 'agency', reason: 'Counted again.' };
    const [text, none] = [resolution, { ...resolution, held: null }].map((each) =>
      rendered({ disputes: [{ ...amounts, status: 'resolved', resolution: each }] }),
    );
    expect(text).toContain('resolved 2025-02-01: agency holds. Counted again.');
    expect(none).toContain('resolved 2025-02-01: none of them holds. Counted again.');
  });

  it.each([
    ['date', { date: day('2025-01-05') }, '- 2025-01-05: fulfilled'],
    ['occurrence', { occurred: false }, '- it did not happen: fulfilled'],
  ])('shows readings of a %s', (aspect, says, line) => {
    const [first] = amounts.readings;
    const readings = [{ ...first, quantity: null, ...says }];
    expect(rendered({ disputes: [{ ...amounts, aspect, readings }] })).toContain(line);
  });

  it('shows what is contested and by whom, and who judged what', () => {
    const challenge = {
      ...{ id: 'not-seen', about: 'batch', contestedSource: 'release', challenged: day('2025-01-10') },
      ...{ grounds: 'Nobody saw them.', status: 'open', resolution: null, ...side('news', 'Agency') },
      wouldBe: { stands: wouldBe('fulfilled', '100'), falls: null },
    };
    const assessment = {
      ...{ id: 'view', assessor: 'Desk officer', judgement: 'It will be late.', label: 'overdue-unproven' },
      ...{ basis: 'Talks.', assessed: day('2024-12-20') },
    };
    expect(rendered({ challenges: [challenge], assessments: [assessment] })).toContain(
      `In dispute
  2025-01-10  not-seen: what release says of batch is contested, open: Nobody saw them.
              - stands: fulfilled, delivered 100
              - falls: not yet announced
              Agency (news)

Judged by others, which decides nothing
  2024-12-20  Desk officer (overdue, unproven): It will be late.
              basis: Talks.`,
    );
  });

  it('says for whom somebody speaks, and on which side', () => {
    const evidence = [
      {
        source: 'release',
        supports: 'generators',
        saidBy: 'Ministry',
        onBehalfOf: 'UA',
        reporter: 'beneficiary',
      },
    ];
    expect(rendered({ evidence })).toContain('release, Ministry (for Ukraine, beneficiary)');
  });
});
