import { recordToFacts } from '#libs/interchange';

const record = (criterion: unknown, more: object = {}) => ({
  source: {
    ...{ id: 'release', publisher: 'MFA', publisherParty: 'UA', title: 'On a meeting' },
    ...{ published: '2024-11-16', language: 'en' },
  },
  commitments: [
    {
      ...{ id: 'deal', title: 'A deal', kind: 'agreement', strength: 'agreed' },
      ...{ committers: ['JP'], beneficiaries: ['UA'], criterion },
    },
  ],
  ...more,
});
const factsOf = (value: unknown) => {
  const result = recordToFacts(value);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.facts.map(({ fact }) => fact);
};
const faultsOf = (value: unknown) => {
  const result = recordToFacts(value);
  return 'errors' in result ? result.errors.map(({ pointer, fault }) => `${pointer} ${fault}`) : [];
};

describe('criteria in a record file', () => {
  it('take quantities in words, bare years and what may be left out, however deep they stand', () => {
    const [, announced] = factsOf(
      record({
        type: 'at-least',
        count: 1,
        of: [
          { type: 'count-reached', target: 'about 60 generators', milestone: 'in-use' },
          {
            type: 'all',
            of: [
              { type: 'acts-after', imposer: 'JP', target: 'RU', after: '2024-11-16' },
              { type: 'sessions-held', session: 'a dialogue', every: 'year', within: 2025 },
            ],
          },
        ],
      }),
    );
    expect(announced?.data).toMatchObject({
      criterion: {
        type: 'at-least',
        count: 1,
        of: [
          { target: { qualifier: 'about', value: '60', unit: 'generators' } },
          {
            of: [
              { act: 'sanctions-package', atLeast: 1 },
              { within: '2025', atLeast: 1 },
            ],
          },
        ],
      },
    });
  });

  it('are refused with the place of the fault', () => {
    const visa = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' };
    expect(faultsOf(record({ type: 'any', of: [visa, visa] }))).toEqual([
      expect.stringMatching(/^\/commitments\/0\/criterion\/of\/0\/name is missing/),
      expect.stringMatching(/^\/commitments\/0\/criterion\/of\/1\/name is missing/),
    ]);
    expect(faultsOf(record({ type: 'all', of: [visa, { ...visa, after: '2024' }] }))).toEqual([
      expect.stringMatching(/^\/commitments\/0\/criterion\/of\/1\/after "2024" is not a calendar day/),
    ]);
    const dialogue = { type: 'sessions-held', session: 'a dialogue', every: 'week', within: '2025/..' };
    expect(faultsOf(record(dialogue))).toEqual([
      expect.stringMatching(/^\/commitments\/0\/criterion\/every "week" is not among/),
    ]);
    expect(faultsOf(record({ ...dialogue, every: 'year' }))).toEqual([
      expect.stringMatching(/^\/commitments\/0\/criterion\/within .*no first or no last day/),
    ]);
  });
});

describe('how far something has come, in a record file', () => {
  it('is told after what it is told of', () => {
    const facts = factsOf(
      record(
        { type: 'sum-reached', target: '1 billion USD', milestone: 'credited' },
        {
          passages: [{ id: 'there', commitment: 'deal', of: 'tranche', milestone: 'credited', passed: 2025 }],
          disbursements: [
            {
              id: 'tranche',
              commitment: 'deal',
              amount: '1 billion USD',
              milestone: 'disbursed',
              disbursed: '2025',
            },
          ],
          agreementStages: [{ id: 'signed', commitment: 'deal', stage: 'signed', reached: '2025-02' }],
        },
      ),
    );
    expect(facts.slice(2)).toMatchObject([
      { type: 'FundsDisbursed' },
      { type: 'MilestonePassed', data: { passage: 'there', of: 'tranche', passed: '2025' } },
      {
        type: 'AgreementStageReached',
        data: { reaching: 'signed', attribution: { reporter: 'beneficiary' } },
      },
    ]);
  });
});
