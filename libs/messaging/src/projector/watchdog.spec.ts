import { type Pulse } from './pulse.ts';
import { watchdog } from './watchdog.ts';

const pulse = (lagging: Record<number, string>): Pulse => ({
  generation: 1,
  build: 'b',
  asOf: 10,
  published: 20,
  lagging: new Map(Object.entries(lagging).map(([partition, standing]) => [Number(partition), standing])),
});

/** Tells a watchdog the same every second; answers with the second at which it barked. */
const barksAt = (tell: (second: number) => { pulse: Pulse; assigned?: number[]; excused?: boolean }) => {
  const look = watchdog(60_000);
  for (let second = 0; second < 200; second++) {
    const { pulse: now, assigned = [0, 1], excused = false } = tell(second);
    if (look(now, { assigned, excused, nowMs: second * 1_000 })) return second;
  }
  return undefined;
};

describe('the watchdog', () => {
  test('barks when a partition has messages and has not moved for a minute', () => {
    expect(barksAt(() => ({ pulse: pulse({ 1: '1/5' }) }))).toBe(60);
  });

  test('is silent while everything moves, however far behind', () => {
    expect(barksAt((second) => ({ pulse: pulse({ 0: `1/${second}`, 1: `1/${second}` }) }))).toBeUndefined();
  });

  test('is not soothed by another partition that moves', () => {
    expect(barksAt((second) => ({ pulse: pulse({ 0: `1/${second}`, 1: '1/5' }) }))).toBe(60);
  });

  test('is silent about the partitions of others, but not when it has none itself', () => {
    expect(barksAt(() => ({ pulse: pulse({ 2: '1/5' }) }))).toBeUndefined();
    expect(barksAt(() => ({ pulse: pulse({ 2: '1/5' }), assigned: [] }))).toBe(60);
  });

  test('counts from the moment at which there is no excuse any more', () => {
    expect(barksAt((second) => ({ pulse: pulse({ 1: '1/5' }), excused: second < 50 }))).toBe(110);
  });
});
