import { counted, dollars, type fact, findingsIn, judgeable, lintOf } from '#libs/testkit';

const { generators, loan } = judgeable;

describe('possible-duplicate', () => {
  const known = (...others: readonly ReturnType<typeof loan>[]) => ({
    known: others.map(({ data }) => data),
  });
  const again = (value: string, more: Parameters<typeof fact.loan>[0] = {}) =>
    loan({ commitment: 'again', criterion: dollars(value), ...more });

  it('warns of an amount within 2 % of a known one between the same parties, to the very edge', () => {
    expect(findingsIn([again('2940000000')], known(loan()))).toEqual([
      expect.objectContaining({
        code: 'possible-duplicate',
        pointer: '/facts/0/criterion/target',
        message:
          'over 2,940,000,000 USD may be the same as loan (over 3,000,000,000 USD), between the same parties',
      }),
    ]);
    expect(lintOf([again('2939999999')], known(loan()))).toEqual([]);
    expect(lintOf([again('3061224489')], known(loan()))).toHaveLength(1);
    expect(lintOf([again('3061224490')], known(loan()))).toEqual([]);
  });

  it('warns of the same goods due in the same days, in amounts that may be equal', () => {
    const batch = generators({
      commitment: 'batch',
      criterion: { ...counted('1'), target: { qualifier: 'some', unit: 'generators' } },
    });
    expect(lintOf([batch], known(generators()))).toHaveLength(1);
    expect(lintOf([batch], known(generators({ due: '2025' })))).toEqual([]);
    expect(
      lintOf([generators({ commitment: 'forty', criterion: counted('40') })], known(generators())),
    ).toEqual([]);
  });

  it('compares the commitments of one request, and warns of the later one', () => {
    expect(lintOf([loan(), again('3000000000')])).toEqual(['possible-duplicate /facts/1/criterion/target']);
  });

  it('is quiet between other parties, in another unit, and of the commitment itself', () => {
    expect(lintOf([again('3000000000')], known(loan({ beneficiaries: ['MD'] })))).toEqual([]);
    const yen = { ...dollars('3000000000'), target: { ...dollars('3000000000').target, unit: 'JPY' } };
    expect(lintOf([again('1', { criterion: yen })], known(loan()))).toEqual([]);
    expect(lintOf([loan()], known(loan()))).toEqual([]);
  });

  it('is quiet of commitments that are related, or are parts of one', () => {
    const of = (commitment: string) => ({ relations: [{ type: 'part-of' as const, commitment }] });
    expect(lintOf([again('3000000000', of('loan'))], known(loan()))).toEqual([]);
    expect(lintOf([again('3000000000', of('pledge'))], known(loan(of('pledge'))))).toEqual([]);
  });

  it('names three of many', () => {
    const many = Array.from({ length: 9 }, (_, index) => loan({ commitment: `loan-${index}` }));
    expect(findingsIn([again('3000000000')], known(...many))[0]?.message).toMatch(
      /loan-0 .*loan-1 .*loan-2 \(over 3,000,000,000 USD\) and others, between/,
    );
  });

  it('tells two thousand promises of one request apart, within the time a test has', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      loan({
        commitment: `loan-${index}`,
        criterion: dollars(`${10 ** 9 + index}${'0'.repeat(index % 20)}`),
      }),
    );
    expect(lintOf(many).length).toBeGreaterThan(1900);
  });
});
