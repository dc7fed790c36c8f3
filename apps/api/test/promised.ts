import { type Answer, type ApiUnderTest } from './api-under-test.ts';

/** Text that a feed or calendar might trip over. */
export const HOSTILE = `<b>"Tents", & co</b>; 日本\\n🔌 ]]> BEGIN:VEVENT`;

/** A promise of ten tents by June 2030. */
export const promise = (id: string, more: object = {}) => ({
  id,
  title: `Promise ${id}`,
  kind: 'goods',
  strength: 'declared',
  committers: ['JP'],
  beneficiaries: ['UA'],
  criterion: { type: 'count-reached', target: '10 tents', milestone: 'handed-over' },
  announced: '2024-11-16',
  due: '2030-06',
  source: 'press-release',
  ...more,
});

/** Records something and lets the read models know of it. */
export async function recordIn(api: ApiUnderTest, path: string, body: unknown): Promise<Answer> {
  const answer = await api.post(path, body);
  expect([path, answer.status, answer.body.errors]).toEqual([path, 201, undefined]);
  await api.project();
  return answer;
}
