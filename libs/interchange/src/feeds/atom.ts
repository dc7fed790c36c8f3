import { type Feed, type FeedEntry, type FeedLink } from './feed.ts';

/** The media type of {@link atomFeed}. */
export const ATOM_TYPE = 'application/atom+xml';

/**
 * A feed as Atom (RFC 4287), its older parts as archive documents (RFC 5005 §4): what is in a part that is not the newest
 * stays in it, since events are never changed and parts end at fixed positions.
 */
export function atomFeed(feed: Feed): string {
  const { id, title, subtitle, updated, self, current, older, home, author, entries } = feed;
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en">',
    `  <id>${text(id)}</id>`,
    `  <title>${text(title)}</title>`,
    `  <subtitle>${text(subtitle)}</subtitle>`,
    `  <updated>${text(updated)}</updated>`,
    `  <author><name>${text(author)}</name></author>`,
    link('self', ATOM_TYPE, self),
    link('alternate', 'text/html', home),
    ...(current === null ? [] : ['  <fh:archive/>', link('current', ATOM_TYPE, current)]),
    ...(older === null ? [] : [link('prev-archive', ATOM_TYPE, older)]),
    ...entries.map(entryOf),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

function entryOf({ id, title, summary, updated, address, authors, sources, tags }: FeedEntry): string {
  return [
    '  <entry>',
    `    <id>${text(id)}</id>`,
    `    <title>${text(title)}</title>`,
    `    <updated>${text(updated)}</updated>`,
    `    <published>${text(updated)}</published>`,
    ...authors.map((name) => `    <author><name>${text(name)}</name></author>`),
    `  ${link('alternate', 'application/json', address)}`,
    ...sources.map(viaLink),
    ...tags.map((term) => `    <category term="${text(term)}"/>`),
    `    <summary>${text(summary)}</summary>`,
    '  </entry>',
  ].join('\n');
}

const link = (rel: string, type: string, address: string): string =>
  `  <link rel="${rel}" type="${type}" href="${text(address)}"/>`;

const viaLink = ({ title, address }: FeedLink): string =>
  `    <link rel="via" title="${text(title)}" href="${text(address)}"/>`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As they are, a reader would make spaces of them in an attribute, and line feeds of returns anywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What no XML 1.0 document may hold, not even as a reference (§2.2); it is told as U+FFFD. */
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const text = (value: string): string =>
  value.replace(UNSPEAKABLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '');
