import { Recollection } from './recollection.ts';

describe('what is remembered', () => {
  it('is remembered of one incarnation of the tables and not of another', () => {
    const recollection = new Recollection<string>(10);
    recollection.set('one', 'loan', 'promised');
    expect(recollection.get('one', 'loan')).toBe('promised');
    expect(recollection.get('other', 'loan')).toBeUndefined();
  });

  it('is the newest, as far as there is room for its weight', () => {
    const recollection = new Recollection<string>(10, ({ length }) => length);
    recollection.set('one', 'a', 'four');
    recollection.set('one', 'b', 'four');
    recollection.set('one', 'a', 'fours');
    recollection.set('one', 'c', 'five!');
    expect(['a', 'b', 'c'].map((id) => recollection.get('one', id))).toEqual(['fours', undefined, 'five!']);
  });

  it('is nothing where one value alone is more than there is room for', () => {
    const recollection = new Recollection<string>(3, ({ length }) => length);
    recollection.set('one', 'a', 'four');
    expect(recollection.get('one', 'a')).toBeUndefined();
  });
});
