import { z } from 'zod';
import { maybeText, text } from '../answers.ts';
import type { Paint, Terminal } from '../terminal.ts';
import { type Cell, type Column } from './table.ts';
import { hang } from './text-width.ts';

const count = z.number().catch(0);
const maybeTime = z.string().nullable().catch(null);
const filter = z
  .record(z.string(), z.array(z.string()))
  .catch({})
  .transform((keys) => Object.entries(keys).map(([key, values]) => `${key} ${values.join(' or ')}`));

/** A subscription, as a list has it. */
export const subscription = z.object({
  ...{ id: z.string(), owner: text, of: text, filter, url: text, signing: text, status: text },
  description: z.string().nullable().catch(null),
  reason: z.string().nullable().catch(null),
  after: count,
});

/** One subscription with how it does. */
export const subscriptionInFull = subscription.extend({
  keys: z.array(z.object({ createdAt: text, retiresAt: maybeTime, publicKey: maybeText })).catch([]),
  ...{ behind: count, waiting: count, dead: count, deliveredInDay: count },
  ...{ createdAt: text, verifiedAt: maybeTime, lastSuccess: maybeTime },
  lastFailure: z
    .object({ at: text, status: z.number().nullable().catch(null), error: text })
    .nullable()
    .catch(null),
});

export type ShownSubscription = z.output<typeof subscriptionInFull>;

export const SUBSCRIPTION_COLUMNS: readonly Column[] = [
  { title: 'ID', whole: true },
  { title: 'OF' },
  { title: 'FILTER' },
  { title: 'TO' },
  { title: 'STATUS' },
  { title: 'OWNER' },
];

/** One subscription as cells. */
export const subscriptionRow = (
  { id, of, filter: keys, url, status, owner }: z.output<typeof subscription>,
  paint: Paint,
): readonly (Cell | string)[] => [
  id,
  of,
  keys.length === 0 ? 'everything' : keys.join(', '),
  url,
  { text: status, colour: statusColour(status, paint) },
  owner,
];

function statusColour(status: string, paint: Paint): (text: string) => string {
  if (status === 'active') return paint.green;
  return status === 'stopped' ? paint.red : paint.yellow;
}

/** A time as ISO 8601 has it, without what is below a second. */
export const second = (time: string): string => time.replace('T', ' ').replace(/\.\d+Z$|Z$/, 'Z');

/** One subscription in full: what goes where, whether it is sent, and what waits. */
export function renderSubscription(
  it: ShownSubscription,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  const { id, status, reason, keys, lastFailure: failure } = it;
  const noun = it.of === 'changes' ? 'number' : 'position';
  const because = reason === null ? '' : `: ${reason}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['What', `${it.of}, ${it.filter.length === 0 ? 'everything' : it.filter.join(', ')}`],
    ['To', it.url],
    ['For', it.description ?? undefined],
    ['Owner', it.owner],
    ['Signed', `${it.signing}, ${keys.map(keyInWords).join('; ')}`],
    ['Looked at', `up to ${noun} ${it.after}, ${it.behind} behind`],
    ['Deliveries', `${it.waiting} waiting, ${it.dead} dead, ${it.deliveredInDay} made in the last day`],
    ['Succeeded', it.lastSuccess === null ? undefined : second(it.lastSuccess)],
    ['Failed', failure === null ? undefined : `${second(failure.at)}: ${failure.error}`],
  ];
  const lines = rows
    .flatMap(([name, value]) => (value ? [hang(`${name.padEnd(10)}  `, value, width)] : []))
    .map((row) => paint.dim(row.slice(0, 10)) + row.slice(10));
  return [`${paint.bold(id)}  ${statusColour(status, paint)(status)}${because}`, '', ...lines].join('\n');
}

const keyInWords = ({ createdAt, retiresAt, publicKey }: ShownSubscription['keys'][number]): string =>
  [
    `key of ${second(createdAt)}`,
    ...(publicKey === undefined ? [] : [publicKey]),
    ...(retiresAt === null ? [] : [`until ${second(retiresAt)}`]),
  ].join(' ');
