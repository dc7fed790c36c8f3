import { type Feed } from './feed.ts';

/** The media type of {@link jsonFeed}. */
export const JSON_FEED_TYPE = 'application/feed+json';

/** A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1). Each item is plain text, and its first source its external_url. */
export function jsonFeed({ title, subtitle, self, older, home, author, entries }: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: subtitle,
    home_page_url: home,
    feed_url: self,
    ...(older !== null && { next_url: older }),
    language: 'en',
    authors: [{ name: author }],
    items: entries.map(({ id, title: heading, summary, updated, address, authors, sources, tags }) => ({
      id,
      url: address,
      ...(sources[0] && { external_url: sources[0].address }),
      title: heading,
      content_text: summary,
      date_published: updated,
      ...(authors.length > 0 && { authors: authors.map((name) => ({ name })) }),
      tags,
    })),
  });
}
