import { ATOM_TYPE, atomFeed, type Feed, JSON_FEED_TYPE, jsonFeed } from '#libs/interchange';
import { type Latest, ReadModels } from '#libs/read-models';
import { type Filter, filterText } from '#libs/subscriptions';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { filterIn, filterParameters } from '../events/filter-parameters.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { LedgerId } from '../ledger-id.ts';
import { Endpoint, type EndpointOptions } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { given } from '../queries/given.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { feedEntry } from './feed-entries.ts';
import { type Ground, Renderings } from './renderings.ts';

const feedQuery = z.strictObject({
  ...filterParameters,
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only events below this position'),
  limit: wholeNumber(1, 200).default(50).describe('How many at most, up to 200'),
});

const feed = (summary: string, mediaType: string): EndpointOptions => ({
  permission: 'read',
  takesBasic: true,
  tag: 'Feeds',
  summary,
  description:
    'The last recorded first. Feed readers may send the key as a password (Basic), with any user name.',
  query: feedQuery,
  headers: {
    'If-None-Match': 'The ETag of the answer before',
    'If-Modified-Since': 'The Last-Modified of the answer before',
  },
  answer: [
    { description: 'The feed', mediaType },
    { status: 304, description: 'Nothing has changed' },
  ],
  problems: ['read-models-behind'],
});

type Asked = Omit<z.output<typeof feedQuery>, keyof Filter> & { readonly filter: Filter };

/** What is recorded, for feed readers. */
@Controller()
export class FeedsController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(Renderings) private readonly renderings: Renderings,
    @Inject(LedgerId) private readonly ledger: LedgerId,
  ) {}

  @Get('feed.atom')
  @Endpoint(feed('What is recorded, as an Atom feed', ATOM_TYPE))
  async atom(@Query() query: unknown, @Exchange() exchanged: Exchanged): Promise<void> {
    await this.#answer(query, exchanged, ATOM_TYPE, '/feed.atom', atomFeed);
  }

  @Get('feed.json')
  @Endpoint(feed('What is recorded, as a JSON Feed', JSON_FEED_TYPE))
  async json(@Query() query: unknown, @Exchange() exchanged: Exchanged): Promise<void> {
    await this.#answer(query, exchanged, JSON_FEED_TYPE, '/feed.json', jsonFeed);
  }

  async #answer(
    query: unknown,
    exchanged: Exchanged,
    mediaType: string,
    path: string,
    write: (feed: Feed) => string,
  ): Promise<void> {
    const { before, limit, ...keys } = parsedQuery(feedQuery, query);
    const asked = { before, limit, filter: filterIn(keys) };
    const text = queryText(asked);
    await this.renderings.answer(exchanged, { mediaType, query: text }, async (ground) =>
      write(await this.#feed(asked, ground, path)),
    );
  }

  async #feed(asked: Asked, { at, base }: Ground, path: string): Promise<Feed> {
    const { filter, before, limit } = asked;
    const latest = await this.readModels.latest(given({ ...filter, before, limit }), at);
    const wanted = filterText(filter);
    const source = await this.ledger.urn();
    const addressOf = (part: Asked): string => {
      const text = queryText(part);
      return `${base}${path}${text === '' ? '' : `?${text}`}`;
    };
    return {
      id: `urn:uuid:${uuidv5(`feed?${wanted}`, source.replace('urn:uuid:', ''))}`,
      title: wanted === '' ? 'Commitment Ledger' : `Commitment Ledger: ${inWords(filter)}`,
      subtitle: 'Promises between states, and what became of them: everything recorded, the latest first.',
      updated: updatedOf(latest),
      self: addressOf(asked),
      current: before === undefined ? null : addressOf({ filter, limit, before: undefined }),
      older: latest.next === null ? null : addressOf({ filter, limit, before: latest.next }),
      home: `${base}/`,
      author: 'Commitment Ledger',
      entries: latest.events.map((event) => feedEntry(event, base)),
    };
  }
}

const DEFAULT_LIMIT = 50;

/** The query of a part of a feed: one text for all ways to ask for it. */
const queryText = ({ filter, before, limit }: Asked): string =>
  [
    filterText(filter),
    ...(limit === DEFAULT_LIMIT ? [] : [`limit=${limit}`]),
    ...(before === undefined ? [] : [`before=${before}`]),
  ]
    .filter((text) => text !== '')
    .join('&');

const inWords = (filter: Filter): string =>
  Object.entries(filter)
    .map(([key, values]) => `${key} ${(values as readonly string[]).join(' or ')}`)
    .join(', ');

/** An Atom feed always has a date; of one without entries it is that of the beginning of all. */
const updatedOf = ({ events }: Latest): string => events[0]?.recordedAt ?? '1970-01-01T00:00:00Z';
