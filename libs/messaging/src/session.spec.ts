import { type Client } from 'pg';
import { inTurn } from './session.ts';

/** A session that answers when it is told to. */
function openAnswering() {
  const asked: { text: string; answer: (rows: unknown) => void; fail: (error: Error) => void }[] = [];
  const query = (text: string) =>
    new Promise((answer, fail) => {
      asked.push({ text, answer, fail });
    });
  return { asked, sql: inTurn({ query } as unknown as Client) };
}
const turn = () => new Promise(setImmediate);

describe('a session used from several places', () => {
  it('is asked a statement when the one before is answered, and not before', async () => {
    const { asked, sql } = openAnswering();
    const answers = Promise.all(['one', 'two', 'three'].map((text) => sql.query(text)));
    for (const [at, expected] of [['one'], ['one', 'two'], ['one', 'two', 'three']].entries()) {
      await turn();
      expect(asked.map(({ text }) => text)).toEqual(expected);
      asked[at]?.answer(`rows of ${expected.at(-1) ?? ''}`);
    }
    expect(await answers).toEqual(['rows of one', 'rows of two', 'rows of three']);
  });

  it('goes on after a statement that failed, which tells only the one who asked', async () => {
    const { asked, sql } = openAnswering();
    const failing = sql.query('one');
    const other = sql.query('two');
    await turn();
    asked[0]?.fail(new Error('syntax'));
    await expect(failing).rejects.toThrow('syntax');
    await turn();
    asked[1]?.answer('rows');
    expect(await other).toBe('rows');
  });
});
