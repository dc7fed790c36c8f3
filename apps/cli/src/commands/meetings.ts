import type { Command } from 'commander';
import { read } from '../answers.ts';
import { meetingSheet, meetingSummary, renderMeeting } from '../render/meeting.ts';
import { listed as inWords } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { asOfQuery, type AsOfOptions } from './as-of-options.ts';
import { showList, withListOptions, type ListCommand } from './list-command.ts';

const list: ListCommand<typeof meetingSummary> = {
  path: '/v1/meetings',
  none: 'No meetings.',
  item: meetingSummary,
  columns: [
    { title: 'MEETING', whole: true },
    { title: 'HELD' },
    { title: 'WHAT' },
    { title: 'PLACE' },
    { title: 'PARTIES' },
    { title: 'TITLE' },
  ],
  rows: ({ id, held, type, place: where, parties, title }) => [
    [id, held?.edtf ?? '', type, where?.city ?? '', inWords(parties), title],
  ],
};

interface MeetingsOptions extends AsOfOptions {
  readonly limit?: string;
  readonly all?: boolean;
}

const EXAMPLES = `
Examples:
  ledger meetings
  ledger meetings kyiv-2024-11-16               who took part, and what was promised and said there`;

/** `ledger meetings [ID]` */
export function addMeetings(program: Command, open: OpenSession): void {
  const command = program
    .command('meetings')
    .description('meetings, conferences and signings, or one in full')
    .argument('[id]', 'one meeting');
  withListOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, options: MeetingsOptions) => {
      const session = open(command);
      const query = asOfQuery(options);
      if (id === undefined) {
        await showList(list, { ...query, limit: options.limit }, session, options.all);
        return;
      }
      const answer = await session.client.get(`/v1/meetings/${encodeURIComponent(id)}`, { query });
      session.show(answer, () => renderMeeting(read(meetingSheet, answer), session.terminal));
    });
}
