import { z } from 'zod';
import { text } from '../answers.ts';
import type { Paint, Terminal } from '../terminal.ts';
import { renderTable, type Cell, type Column } from './table.ts';
import { second } from './subscriptions.ts';

const maybe = z.string().nullable().catch(null);
const status = z.number().nullable().catch(null);

/** What was handed to a subscription, with each attempt. */
export const delivery = z.object({
  id: z.number(),
  ...{ what: text, messageId: text, stream: text, state: text, createdAt: text },
  position: z.number().optional().catch(undefined),
  number: z.number().optional().catch(undefined),
  ...{ nextAt: maybe, settledAt: maybe, lastStatus: status, lastError: maybe },
  attempts: z
    .array(
      z.object({
        ...{ attempt: z.number(), at: text, durationMs: z.number().catch(0), status, error: maybe },
      }),
    )
    .catch([]),
});

export type ShownDelivery = z.output<typeof delivery>;

export const DELIVERY_COLUMNS: readonly Column[] = [
  { title: 'ID', align: 'right' },
  { title: 'MADE', whole: true },
  { title: 'WHAT' },
  { title: 'STREAM', whole: true },
  { title: 'STATE' },
  { title: 'TRIED', align: 'right' },
  { title: 'LAST' },
];

/** One delivery as cells. */
export const deliveryRow = (it: ShownDelivery, paint: Paint): readonly (Cell | string)[] => [
  String(it.id),
  second(it.createdAt),
  whatInWords(it),
  it.stream,
  { text: it.state, colour: stateColour(it.state, paint) },
  String(it.attempts.length),
  lastInWords(it),
];

/** One delivery in full, with a line to an attempt. */
export function renderDelivery(
  it: ShownDelivery,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  const head = [
    `${paint.bold(`Delivery ${it.id}`)}  ${stateColour(it.state, paint)(it.state)}`,
    `${whatInWords(it)} of ${it.stream}, ${it.messageId}`,
    ...(it.nextAt === null ? [] : [`Next attempt at ${second(it.nextAt)}.`]),
  ].join('\n');
  if (it.attempts.length === 0) return `${head}\n\nIt was not tried yet.`;
  const columns: readonly Column[] = [
    { title: 'ATTEMPT', align: 'right' },
    { title: 'AT', whole: true },
    { title: 'TOOK', align: 'right' },
    { title: 'ANSWER' },
    { title: 'ERROR' },
  ];
  const rows = it.attempts.map(({ attempt, at, durationMs, status: answer, error }) => [
    ...[String(attempt), second(at), `${durationMs} ms`, answer === null ? '–' : String(answer)],
    error ?? '',
  ]);
  return `${head}\n\n${renderTable({ columns, rows }, { width, bold: paint.bold, dim: paint.dim })}`;
}

/** What came of it so far, in a few words. */
export function lastInWords({ lastStatus, lastError, attempts }: ShownDelivery): string {
  if (attempts.length === 0) return '';
  return lastError ?? (lastStatus === null ? '' : `answered ${lastStatus}`);
}

function whatInWords({ what, position, number }: ShownDelivery): string {
  if (position !== undefined) return `event ${position}`;
  return number === undefined ? what : `change ${number}`;
}

function stateColour(state: string, paint: Paint): (text: string) => string {
  if (state === 'delivered') return paint.green;
  return state === 'dead' ? paint.red : paint.yellow;
}
