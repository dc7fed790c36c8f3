import { UnsealableText } from '#libs/domain';
import { asProblem } from './as-problem.ts';

describe('what is thrown on the way to an answer', () => {
  test('given text that cannot be sealed, then the problem says so and is the sender’s', () => {
    const { code, status, detail } = asProblem(new UnsealableText('/title'));
    expect([code, status, detail]).toEqual([
      'unsealable-text',
      422,
      '/title holds U+0000 or half of a surrogate pair.',
    ]);
  });

  test('given that the server takes nobody new, then the problem asks to come again', () => {
    const closing = Object.assign(new Error('Service Unavailable'), { statusCode: 503 });
    expect(asProblem(closing)).toMatchObject({ code: 'shutting-down', status: 503 });
  });

  test('given what nobody foresaw, then the problem tells nothing of the inside', () => {
    const { code, status, detail } = asProblem(new Error('password=hunter2'));
    expect([code, status]).toEqual(['internal-error', 500]);
    expect(detail).not.toContain('hunter2');
  });
});
