import { dollars, fact, histories, judgeable, lintOf } from '#libs/testkit';

const { loan } = judgeable;
const again = loan({ commitment: 'again', criterion: dollars('3000000000') });
const proposed = fact.sameness({ commitment: 'again', of: 'again', with: 'loan' });
const known = [loan().data];

describe('a possible duplicate', () => {
  it('is not proposed again once its sameness was, be it open, confirmed or rejected', () => {
    expect(lintOf([again], { known })).toHaveLength(1);
    expect(lintOf([again], { known, histories: histories([again, proposed]) })).toEqual([]);
    const rejected = fact.rejection({ commitment: 'again' });
    expect(lintOf([again], { known, histories: histories([again, proposed, rejected]) })).toEqual([]);
    expect(lintOf([again, proposed], { known })).toEqual([]);
  });

  it('is still proposed of another one', () => {
    const third = loan({ commitment: 'third' });
    const ground = { known: [...known, third.data], histories: histories([again, proposed]) };
    expect(lintOf([again], ground)).toHaveLength(1);
  });

  it('is no commitment that has ended by an act', () => {
    const withdrawn = fact.withdrawal({ commitment: 'loan' });
    expect(lintOf([again], { known, histories: histories([loan(), withdrawn]) })).toEqual([]);
  });
});
