import { setImmediate as nextRound } from 'node:timers/promises';
import { Lanes } from './lanes.ts';

/** Something that lasts until it is let go. */
function lasting() {
  let letGo = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { act: () => over, letGo };
}

describe('commands in lanes', () => {
  it('to the same stream act one after another, whatever else they touch', async () => {
    const lanes = new Lanes();
    const first = lasting();
    const acted: string[] = [];
    const noting = (name: string) => () => Promise.resolve(acted.push(name));
    const all = [
      lanes.through(['a', 'b'], first.act),
      lanes.through(['c', 'b'], noting('second')),
      lanes.through(['c'], noting('third')),
      lanes.through(['d'], noting('another')),
    ];
    await nextRound();
    expect(acted).toEqual(['another']);
    first.letGo();
    await Promise.all(all);
    expect(acted).toEqual(['another', 'second', 'third']);
  });

  it('go on after one that failed', async () => {
    const lanes = new Lanes();
    const failing = lanes.through(['a'], () => Promise.reject(new Error('refused')));
    const next = lanes.through(['a'], () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('refused');
    expect(await next).toBe('done');
  });

  it('give up after a while without acting, and those behind keep their turn', async () => {
    const lanes = new Lanes(10);
    const first = lasting();
    const slow = lanes.through(['a'], first.act);
    const acted: string[] = [];
    const late = lanes.through(['a'], () => Promise.resolve(acted.push('late')));
    await expect(late).rejects.toMatchObject({
      code: 'too-much-contention',
      headers: { 'Retry-After': '1' },
    });
    const last = lanes.through(['a'], () => Promise.resolve(acted.push('last')));
    await nextRound();
    expect(acted).toEqual([]);
    first.letGo();
    await Promise.all([slow, last]);
    expect(acted).toEqual(['last']);
  });
});
