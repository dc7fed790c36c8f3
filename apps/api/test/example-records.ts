import { createHash } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const codePoints = (text: string): number => Array.from(text).length;

/** A short document of our own, and where its words stand. */
export const document = {
  text: 'The ministers met in Kyiv. Japan will give one hundred generators 🔌 this year. A first batch was handed over today.\n',
  get sha256() {
    return sha256(this.text);
  },
  /** The anchor of words in it, counted in code points. */
  anchor(words: string) {
    const start = codePoints(this.text.slice(0, this.text.indexOf(words)));
    return { start, end: start + codePoints(words), passage: sha256(words) };
  },
};

const source = {
  id: 'press-release',
  publisher: 'Ministry of Foreign Affairs of Ukraine',
  publisherParty: 'UA',
  title: 'On a meeting',
  published: '2024-11-16',
  language: 'en',
  document: { sha256: document.sha256, mediaType: 'text/plain' },
};

/** A record of a meeting with the shapes that the tests ask about. */
export const meetingRecord = {
  source,
  meeting: {
    id: 'kyiv-meeting',
    title: 'Meeting of two ministers',
    held: '2024-11-16',
    place: { city: 'Kyiv', country: 'UA' },
    participants: [
      { name: 'A. First', office: 'Minister of Foreign Affairs', party: 'UA' },
      { name: 'B. Second', office: 'Minister for Foreign Affairs', party: 'JP' },
    ],
    evidence: [document.anchor('The ministers met in Kyiv.')],
  },
  positions: [
    {
      id: 'partners',
      topic: 'partnership',
      summary: 'It is a partnership.',
      evidence: [document.anchor('Kyiv')],
    },
  ],
  totals: [
    {
      id: 'assistance',
      total: 'over 12 billion USD',
      period: '2022-02-24/2024-11-16',
      verb: 'provided',
      committers: ['JP'],
      beneficiaries: ['UA'],
      evidence: [document.anchor('Japan')],
    },
  ],
  commitments: [
    {
      id: 'generators',
      title: '100 generators',
      kind: 'goods',
      strength: 'declared',
      committers: ['JP'],
      beneficiaries: ['UA'],
      criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
      due: '2024',
      evidence: [document.anchor('one hundred generators 🔌 this year')],
    },
    {
      id: 'pressure',
      title: 'More sanctions',
      kind: 'sanctions',
      strength: 'agreed',
      committers: ['JP', 'UA'],
      beneficiaries: ['UA'],
      criterion: { type: 'acts-after', imposer: 'JP', target: 'RU', after: '2024-11-16' },
      evidence: [document.anchor('met')],
    },
  ],
  deliveries: [
    {
      id: 'first-batch',
      commitment: 'generators',
      quantity: 'another batch of generators',
      milestone: 'handed-over',
      delivered: '2024-11-16',
      evidence: [document.anchor('A first batch was handed over today.')],
    },
  ],
  sanctionsPackages: [
    {
      id: 'jp-package',
      imposer: 'JP',
      target: 'RU',
      against: ['RU', 'BY'],
      numbers: '1-26',
      adopted: '2022-02-24/2024-11-16',
      evidence: [document.anchor('ministers')],
    },
  ],
};

/** A source without a document, for facts told one at a time. */
export const newsItem = {
  id: 'news-item',
  publisher: 'A News Agency',
  publisherParty: 'JP',
  title: 'What happened later',
  published: '2025-01-11',
  language: 'en',
};
