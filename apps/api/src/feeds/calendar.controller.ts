import { CALENDAR_TYPE, iCalendar } from '#libs/interchange';
import { ReadModels } from '#libs/read-models';
import { type Filter, filterText } from '#libs/subscriptions';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { filterIn, filterParameters } from '../events/filter-parameters.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { LedgerId } from '../ledger-id.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { given } from '../queries/given.ts';
import { calendarEntry } from './calendar-entries.ts';
import { type Ground, Renderings } from './renderings.ts';

const { party, label } = filterParameters;
const calendarQuery = z.strictObject({
  ...filterParameters,
  party: party.meta({ description: 'Promised by or to this party; several with commas between them' }),
  label: label.meta({ description: 'With this label today; several with commas between them' }),
});

const REFRESH_MINUTES = 60;

/** The deadlines of commitments, for calendars. */
@Controller()
export class CalendarController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(Renderings) private readonly renderings: Renderings,
    @Inject(LedgerId) private readonly ledger: LedgerId,
  ) {}

  @Get('calendar.ics')
  @Endpoint({
    permission: 'read',
    takesBasic: true,
    tag: 'Feeds',
    summary: 'The deadlines of commitments, as a calendar to subscribe to',
    description:
      'One all-day event for each commitment that has or had a deadline, on the last day of it, always under the same ' +
      'UID. Of type, becomes and crosses it is enough that one event of the commitment was so at some time. Calendars ' +
      'may send the key as a password (Basic), with any user name.',
    query: calendarQuery,
    headers: {
      'If-None-Match': 'The ETag of the answer before',
      'If-Modified-Since': 'The Last-Modified of the answer before',
    },
    answer: [
      { description: 'iCalendar', mediaType: CALENDAR_TYPE },
      { status: 304, description: 'Nothing has changed' },
    ],
    problems: ['read-models-behind'],
  })
  async calendar(@Query() query: unknown, @Exchange() exchanged: Exchanged): Promise<void> {
    const filter = filterIn(parsedQuery(calendarQuery, query));
    const wanted = filterText(filter);
    await this.renderings.answer(exchanged, { mediaType: CALENDAR_TYPE, query: wanted }, (ground) =>
      this.#calendar(filter, wanted, ground),
    );
  }

  async #calendar(filter: Filter, wanted: string, { at, base }: Ground): Promise<string> {
    const { stream, ...others } = filter;
    const commitment = stream?.flatMap((id) => /^commitment-(.+)$/.exec(id)?.[1] ?? []);
    const { deadlines } = await this.readModels.deadlines(given({ commitment, ...others }), at);
    const ledger = (await this.ledger.urn()).replace('urn:uuid:', '');
    const uidOf = (commitment: string): string => uuidv5(`deadline of commitment-${commitment}`, ledger);
    return iCalendar({
      uid: uuidv5(`calendar?${wanted}`, ledger),
      title: wanted === '' ? 'Deadlines of commitments' : `Deadlines of commitments (${wanted})`,
      description: 'By when states have promised what, and where each promise stands.',
      self: `${base}/calendar.ics${wanted === '' ? '' : `?${wanted}`}`,
      refreshMinutes: REFRESH_MINUTES,
      entries: deadlines.map((deadline) => calendarEntry(deadline, { base, uidOf })),
    });
  }
}
