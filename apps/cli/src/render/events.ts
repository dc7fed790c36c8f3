import { quantity, quantityInWords } from '#libs/domain';
import { z } from 'zod';
import { maybeText, text } from '../answers.ts';
import type { Paint } from '../terminal.ts';

const aQuantity = quantity.optional().catch(undefined);

/** An event as the ledger publishes it, and of its data what fits into a line. */
export const event = z.object({
  position: z.number(),
  type: text,
  subject: text,
  occurred: text,
  time: text,
  data: z
    .object({
      data: z.object({
        ...{
          title: maybeText,
          summary: maybeText,
          topic: maybeText,
          person: maybeText,
          milestone: maybeText,
        },
        ...{ package: maybeText, number: z.number().optional().catch(undefined) },
        ...{ quantity: aQuantity, amount: aQuantity, total: aQuantity },
      }),
    })
    .catch({ data: {} }),
});

export type ShownEvent = z.output<typeof event>;

/** One event on one line: position, when recorded, what, where, when it happened, and what it says. */
export function eventLine(
  { position, type, subject, occurred, time, data: { data } }: ShownEvent,
  paint: Paint,
): string {
  const recorded = time.replace('T', ' ').replace(/\.\d+Z$|Z$/, 'Z');
  const said = eventInWords(data);
  return [
    paint.dim(String(position).padStart(6)),
    paint.dim(recorded),
    paint.bold(type),
    paint.cyan(subject),
    occurred,
    ...(said === '' ? [] : [said]),
  ]
    .join('  ')
    .replaceAll('\n', ' ');
}

/** What an event says, in a few words. */
export function eventInWords(data: ShownEvent['data']['data']): string {
  const amount = data.quantity ?? data.amount ?? data.total;
  const milestone = data.milestone === undefined ? '' : ` (${data.milestone.replaceAll('-', ' ')})`;
  if (amount) return `${quantityInWords(amount)}${milestone}`;
  if (data.package !== undefined) return data.package;
  return data.title ?? data.topic ?? data.person ?? data.summary ?? '';
}
