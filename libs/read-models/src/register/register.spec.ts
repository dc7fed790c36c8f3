import { gapsIn } from './register.ts';

describe('the gaps in a numbering', () => {
  it.each([
    ['none, from 1 on', [1, 2, 3], []],
    [
      'before the first and between',
      [3, 6, 4],
      [
        { from: 1, to: 2 },
        { from: 5, to: 5 },
      ],
    ],
    ['none, where nothing is numbered', [], []],
  ])('are %s', (_, numbers, gaps) => {
    expect(gapsIn(numbers)).toEqual(gaps);
  });
});
