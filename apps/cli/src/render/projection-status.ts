import { z } from 'zod';
import { maybeText, text } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';

const count = z.number().catch(0);

const request = z.object({
  id: count,
  kind: text,
  state: text,
  requestedBy: text,
  requestedAt: text,
  detail: maybeText,
});

/** How the read models stand. */
export const projectionStatus = z.object({
  head: count,
  published: count,
  asOf: count,
  partitions: z
    .array(z.object({ partition: count, nextOffset: count, endOffset: count, position: count }))
    .catch([]),
  held: z
    .array(
      z.object({
        ...{ projection: text, stream: text, events: count, position: count },
        ...{ type: maybeText, error: maybeText, attempts: count },
      }),
    )
    .catch([]),
  strays: count,
  rebuild: z.object({ asOf: count, of: count }).nullable().catch(null),
  requests: z.array(request).catch([]),
});

export type ShownProjectionStatus = z.output<typeof projectionStatus>;

/** How far log, topic and read models are, and what they could not take. */
export function renderProjectionStatus(
  status: ShownProjectionStatus,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  const { head, published, asOf, partitions, held, strays, rebuild, requests } = status;
  const style = { width, bold: paint.bold, dim: paint.dim };
  const behind = head - asOf;
  const stations = renderTable(
    {
      columns: [
        { title: 'STATION', whole: true },
        { title: 'POSITION', align: 'right' },
        { title: 'BEHIND', align: 'right' },
      ],
      rows: [
        ['log', String(head), ''],
        ['topic', String(published), String(head - published)],
        [
          'read models',
          String(asOf),
          { text: String(behind), colour: behind === 0 ? paint.green : paint.yellow },
        ],
      ],
    },
    style,
  );
  const folded = renderTable(
    {
      columns: [
        { title: 'PARTITION', align: 'right' },
        { title: 'POSITION', align: 'right' },
        { title: 'MESSAGES LEFT', align: 'right' },
      ],
      rows: partitions.map(({ partition, position, nextOffset, endOffset }) =>
        [partition, position, Math.max(0, endOffset - nextOffset)].map(String),
      ),
    },
    style,
  );
  return [
    stations,
    ...(partitions.length === 0 ? [] : [folded]),
    ...(rebuild === null ? [] : [`A rebuild is under way: at ${rebuild.asOf} of ${rebuild.of}.`]),
    heldInWords(held, { width, paint }),
    ...(strays === 0 ? [] : [`${strays} messages in the topic are no events of this ledger.`]),
    ...(requests.length === 0 ? [] : [requestTable(requests, style)]),
  ].join('\n\n');
}

function heldInWords(
  held: ShownProjectionStatus['held'],
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  if (held.length === 0) return 'No stream is held.';
  const table = renderTable(
    {
      columns: [
        { title: 'PROJECTION', whole: true },
        { title: 'STREAM', whole: true },
        { title: 'EVENTS', align: 'right' },
        { title: 'FIRST AT', align: 'right' },
        { title: 'TRIED', align: 'right' },
        { title: 'WHY' },
      ],
      rows: held.map(({ projection, stream, events, position, attempts, type, error }) => [
        { text: projection, colour: paint.red },
        ...[stream, String(events), String(position), String(attempts)],
        [type, error].filter((part) => part !== undefined).join(': '),
      ]),
    },
    { width, bold: paint.bold, dim: paint.dim },
  );
  return `Streams held because an event could not be taken; ledger projections retry tries again:\n${table}`;
}

const requestTable = (
  requests: ShownProjectionStatus['requests'],
  style: Parameters<typeof renderTable>[1],
): string =>
  renderTable(
    {
      columns: [
        { title: 'REQUEST', align: 'right' },
        { title: 'WHAT' },
        { title: 'STATE' },
        { title: 'BY' },
        { title: 'ASKED AT', whole: true },
        { title: 'DETAIL' },
      ],
      rows: requests.map(({ id, kind, state, requestedBy, requestedAt, detail }) => [
        ...[String(id), kind, state, requestedBy, requestedAt.slice(0, 19).replace('T', ' ')],
        detail ?? '',
      ]),
    },
    style,
  );
