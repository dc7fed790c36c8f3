import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { atomFeed, type Feed, type FeedEntry, jsonFeed } from '#libs/interchange';

const entry = (given: Partial<FeedEntry> = {}): FeedEntry => ({
  id: 'urn:uuid:0199b3c4-0000-7000-8000-000000000001',
  title: '100 generators this year: Delivered (handed over): 40 generators.',
  summary: 'Delivered (handed over): 40 generators. It happened 2024-12-01.',
  updated: '2024-12-02T08:00:00.123456Z',
  address: 'http://127.0.0.1:3000/v1/commitments/generators-2024',
  authors: ['Ministry of Foreign Affairs'],
  sources: [{ title: 'On a hand-over', address: 'https://example.org/news?a=1&b=2' }],
  tags: ['GeneratorsDelivered', 'goods', 'JP', 'UA'],
  ...given,
});

const feed = (given: Partial<Feed> = {}): Feed => ({
  id: 'urn:uuid:0199b3c4-0000-7000-8000-0000000000ff',
  title: 'Commitment Ledger: party JP or UA',
  subtitle: 'Promises, and what became of them.',
  updated: '2024-12-02T08:00:00.123456Z',
  self: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=40',
  current: 'http://127.0.0.1:3000/feed.atom?party=JP,UA',
  older: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=20',
  home: 'http://127.0.0.1:3000/',
  author: 'Commitment Ledger',
  entries: [entry()],
  ...given,
});

/** Text that a document in markup might trip over. */
const hostile = [
  `]]><script>alert("1")</script> & 'quotes' &amp; &#0; <!-- -->`,
  'a\u0000b\u000bc\u001bd\uffffe\ud800f',
  'line\r\nbreaks\tand\u2028others\u0085',
  '日本 — «ще одну партію» 🔌 \u202eright to left',
];

describe('an Atom feed', () => {
  it('is read by a feed parser with all that it says', () => {
    expect(parseAtomFeed(atomFeed(feed()))).toMatchObject({
      id: 'urn:uuid:0199b3c4-0000-7000-8000-0000000000ff',
      title: { value: 'Commitment Ledger: party JP or UA' },
      updated: '2024-12-02T08:00:00.123456Z',
      authors: [{ name: 'Commitment Ledger' }],
      links: [
        { rel: 'self', href: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=40' },
        { rel: 'alternate', href: 'http://127.0.0.1:3000/' },
        { rel: 'current', href: 'http://127.0.0.1:3000/feed.atom?party=JP,UA' },
        { rel: 'prev-archive', href: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=20' },
      ],
      entries: [
        {
          id: entry().id,
          title: { value: entry().title },
          summary: { value: entry().summary },
          updated: entry().updated,
          authors: [{ name: 'Ministry of Foreign Affairs' }],
          links: [
            { rel: 'alternate', href: entry().address },
            { rel: 'via', href: 'https://example.org/news?a=1&b=2' },
          ],
          categories: [{ term: 'GeneratorsDelivered' }, { term: 'goods' }, { term: 'JP' }, { term: 'UA' }],
        },
      ],
    });
  });

  it('says of its older parts, and of no other, that they are archives', () => {
    expect(atomFeed(feed())).toContain('<fh:archive/>');
    expect(atomFeed(feed({ current: null, older: null }))).not.toMatch(/archive\/|prev-archive|"current"/);
  });

  it.each(hostile)('carries hostile text, and what no XML may hold as U+FFFD: %j', (text) => {
    const speakable = text.replace(/[\u0000\u000b\u001b\uffff\ud800](?![\udc00-\udfff])/g, '\ufffd');
    const xml = atomFeed(
      feed({ title: text, entries: [entry({ title: text, summary: text, tags: [text] })] }),
    );
    const [read] = parseAtomFeed(xml).entries ?? [];
    expect(xml).not.toMatch(/<script|\u0000|\u000b|\u001b/);
    expect(Buffer.from(xml).toString()).toBe(xml);
    for (const value of [read?.title?.value, read?.summary?.value]) {
      expect(value?.replace(/\r\n/g, '\n').trim()).toBe(speakable.replace(/\r\n/g, '\n').trim());
    }
  });
});

describe('a JSON feed', () => {
  it('is read by a feed parser with all that it says', () => {
    expect(parseJsonFeed(jsonFeed(feed()))).toMatchObject({
      title: 'Commitment Ledger: party JP or UA',
      home_page_url: 'http://127.0.0.1:3000/',
      feed_url: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=40',
      next_url: 'http://127.0.0.1:3000/feed.atom?party=JP,UA&before=20',
      items: [
        {
          id: entry().id,
          url: entry().address,
          external_url: 'https://example.org/news?a=1&b=2',
          title: entry().title,
          content_text: entry().summary,
          date_published: entry().updated,
          authors: [{ name: 'Ministry of Foreign Affairs' }],
          tags: ['GeneratorsDelivered', 'goods', 'JP', 'UA'],
        },
      ],
    });
  });

  it('carries any text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const { items } = JSON.parse(jsonFeed(feed({ entries: [entry({ title: text, sources: [] })] }))) as {
          items: { title: string }[];
        };
        expect(items[0]?.title).toBe(text);
        expect(items[0]).not.toHaveProperty('external_url');
      }),
    );
  });
});
