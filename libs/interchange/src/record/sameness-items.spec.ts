import { recordToFacts } from './record-to-facts.ts';

const judged = { commitment: 'generators', by: 'A desk', reason: 'They are alike.' };
const proposed = { ...judged, id: 'same', of: 'batch', with: 'undp', proposed: 2024 };
const factsOf = (record: object) => {
  const result = recordToFacts(record);
  return 'facts' in result ? result.facts.map(({ fact }) => fact) : result.errors;
};

describe('a judgement on sameness in a record', () => {
  it('is its own, and takes neither source nor speaker from the record around it', () => {
    const record = {
      source: 'agency',
      attribution: { saidBy: 'Somebody else', onBehalfOf: 'UA' },
      samenesses: [proposed],
      samenessConfirmations: [{ ...judged, id: 'one', sameness: 'same', confirmed: '2025-02-01' }],
    };
    const { id: sameness, ...rest } = proposed;
    expect(factsOf(record)).toEqual([
      { type: 'SamenessProposed', data: { ...rest, sameness, proposed: '2024', evidence: [] } },
      {
        type: 'SamenessConfirmed',
        data: {
          ...{ ...judged, confirmation: 'one', sameness: 'same', confirmed: '2025-02-01', evidence: [] },
        },
      },
    ]);
  });

  it('rests on a source where it names one', () => {
    const rejection = { ...judged, id: 'two', sameness: 'same', rejected: '2025-02-01' };
    const record = { samenessRejections: [{ ...rejection, evidence: [{ source: 'agency' }] }] };
    expect(factsOf(record)).toMatchObject([
      { type: 'SamenessRejected', data: { rejection: 'two', evidence: [{ source: 'agency' }] } },
    ]);
  });

  it('says who judges and why', () => {
    const { by: _, reason: __, ...bare } = proposed;
    expect(factsOf({ samenesses: [bare] })).toMatchObject([
      { pointer: '/samenesses/0/by' },
      { pointer: '/samenesses/0/reason' },
    ]);
  });
});
