import { z } from 'zod';
import { asOf, commitment, dated, maybeText, text, texts } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { asOfInWords } from './as-of.ts';
import { renderStatusTable } from './status-table.ts';
import { hang } from './text-width.ts';
import { partyNames } from './words.ts';

/** A meeting, conference or signing, as a list has it. */
export const meetingSummary = z.object({
  id: text,
  type: text,
  title: text,
  held: dated,
  place: z.object({ city: text, country: text }).optional().catch(undefined),
  parties: texts,
});

/** One of them with what was said there. */
export const meetingSheet = meetingSummary.extend({
  participants: z.array(z.object({ name: text, office: text, party: text })).catch([]),
  signatories: maybeText,
  note: maybeText,
  commitments: z.array(commitment).catch([]),
  progress: z.array(z.object({ occurred: dated, summary: text })).catch([]),
  positions: z.array(z.object({ party: text, topic: text, summary: text })).catch([]),
  asOf,
});

/** A meeting in full: who took part, what was promised, what was said to have happened, what was thought. */
export function renderMeeting(
  meeting: z.output<typeof meetingSheet>,
  look: Pick<Terminal, 'width' | 'paint'>,
): string {
  const { paint, width } = look;
  const item = (text: string): string => hang('  ', text, width);
  const { place, held } = meeting;
  const where = [held?.edtf, place && `${place.city}, ${partyNames([place.country])}`];
  const head = [
    hang('', meeting.title, width),
    where.filter((part) => part !== undefined).join(', '),
    meeting.signatories,
    meeting.note === undefined ? undefined : hang('', meeting.note, width),
  ].filter((line): line is string => line !== undefined && line !== '');
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [paint.bold(meeting.id), head],
    [
      'Took part',
      meeting.participants.map(({ name, office, party }) => item(`${name}, ${office} (${party})`)),
    ],
    ['Promised', meeting.commitments.length === 0 ? [] : [renderStatusTable(meeting.commitments, look)]],
    [
      'Said to have happened',
      meeting.progress.map(({ occurred, summary }) => item(`${occurred?.edtf ?? ''}  ${summary}`)),
    ],
    [
      'Positions',
      meeting.positions.map(({ party, topic, summary }) =>
        item(`${partyNames([party])} on ${topic}: ${summary}`),
      ),
    ],
  ];
  return [
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => [paint.bold(title), ...lines].join('\n')),
    paint.dim(asOfInWords(meeting.asOf)),
  ].join('\n\n');
}
