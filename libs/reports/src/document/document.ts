import { intervalInWords, quantityInWords } from '#libs/domain';
import { type Report } from '../report.ts';
import { type Block, type Entry } from './blocks.ts';
import { figureTable } from './figure-table.ts';
import { sheetBlocks, sheetId } from './sheet-blocks.ts';
import { dateInWords, inWords, positionsInWords } from './words.ts';

/** The ten sections by their places; the first is the cover, which has no heading. */
export const sections = {
  cover: 'Cover',
  scope: 'Scope, criteria and what is left out',
  counts: 'Counts and intervals',
  chronology: 'Chronology',
  commitments: 'Commitments',
  exceptions: 'Exceptions',
  evidence: 'Index of evidence',
  custody: 'Chain of custody',
  verification: 'Verification',
  'not-shown': 'What this report does not show',
} as const;

type Section = keyof typeof sections;

const heading = (section: Section): Block => ({
  type: 'heading',
  level: 1,
  text: `${Object.keys(sections).indexOf(section) + 1}. ${sections[section]}`,
  id: section,
});

/** What is worth a line in a table of contents, in order. */
export function* contentsOf(report: Report): Generator<Entry, void> {
  for (const [index, [id, text]] of Object.entries(sections).entries()) {
    if (id !== 'cover') yield { level: 1, text: `${index + 1}. ${text}`, id };
    if (id !== 'commitments') continue;
    for (const [sheet, title] of report.commitments.titles)
      yield { level: 2, text: title, id: sheetId(sheet) };
  }
}

/** What stands on the cover. */
export const coverPairs = ({ cover }: Report): readonly (readonly [string, string])[] => [
  ['Valid at', `the end of ${cover.validAt}, by the facts’ own dates`],
  ['Known at', `position ${cover.knownAt.position}, recorded ${cover.knownAt.recordedAt}`],
  ['Root of the log at that position', `${cover.root.base64} (base64), ${cover.root.sha256} (hexadecimal)`],
  ['Ledger', cover.ledger],
  ['Scope', cover.scope],
  [
    'Events, commitments, sources',
    `${cover.sizes.events}, ${cover.sizes.commitments}, ${cover.sizes.sources}`,
  ],
];

/** Everything after the cover, block by block. */
export function* documentOf(report: Report): Generator<Block, void> {
  yield* beforeSheets(report);
  for (const sheet of report.commitments) yield* sheetBlocks(sheet);
  yield* afterSheets(report);
}

/** What of it comes before the first commitment. */
export function* beforeSheets(report: Report): Generator<Block, void> {
  yield heading('scope');
  yield* scope(report);
  yield heading('counts');
  yield* counts(report);
  yield heading('chronology');
  yield chronology(report);
  yield heading('commitments');
  if (report.cover.sizes.commitments === 0) yield { type: 'text', text: 'No commitment is in this report.' };
}

/** What of it comes after the last commitment. */
export function* afterSheets(report: Report): Generator<Block, void> {
  yield heading('exceptions');
  yield* exceptions(report);
  yield heading('evidence');
  yield* evidence(report);
  yield heading('custody');
  yield* custody(report);
  yield heading('verification');
  yield* verification(report);
  yield heading('not-shown');
  yield { type: 'list', items: report.notShown };
}

function* scope({ scope: { includes, criteria, excludes } }: Report): Generator<Block, void> {
  for (const text of includes) yield { type: 'text', text };
  yield { type: 'heading', level: 3, text: 'By which rules it is judged' };
  yield { type: 'list', items: criteria };
  yield { type: 'heading', level: 3, text: 'What is left out' };
  yield { type: 'list', items: excludes };
}

function* counts({ counts: all }: Report): Generator<Block, void> {
  yield figureTable('Figures of the report as a whole', all.figures);
  yield { type: 'heading', level: 3, text: 'What it comes to' };
  yield { type: 'list', items: all.derivation };
  if (all.leftOut.length > 0) {
    yield { type: 'heading', level: 3, text: 'What is in no sum, or not in all' };
    yield {
      type: 'table',
      caption: 'Commitments left out of sums',
      columns: [
        { title: 'Commitment', width: 28 },
        { title: 'Left out of', width: 16 },
        { title: 'Why', width: 56 },
      ],
      rows: all.leftOut.map(({ id, from, reason }) => [id, inWords(from), reason]),
    };
  }
  if (all.reconciliations.length === 0) return;
  yield { type: 'heading', level: 3, text: 'Stated totals against what is itemised' };
  for (const each of all.reconciliations) {
    const { stated } = each;
    yield {
      type: 'text',
      text: `${each.id}: ${quantityInWords(stated.quantity)} ${stated.verb}, ${stated.period.edtf}; stated ${each.reported.edtf}. Not accounted for: ${intervalInWords(each.residual, stated.unit)}.`,
    };
    yield { type: 'list', items: each.derivation };
  }
}

const chronology = ({ chronology: entries }: Report): Block => ({
  type: 'table',
  caption: 'What is recorded, by its own day',
  columns: [
    { title: 'Day', width: 20 },
    { title: 'What', width: 42 },
    { title: 'Recorded', width: 17 },
    { title: 'By', width: 12 },
    { title: 'Position', width: 9, isNumber: true },
  ],
  rows: {
    *[Symbol.iterator]() {
      for (const { occurred, standing, statement, recordedAt, actor, position } of entries)
        yield [
          `${occurred.edtf}${standing === 'not-yet' ? ', after the day asked about' : ''}`,
          statement,
          recordedAt.slice(0, 19).replace('T', ' '),
          actor,
          String(position),
        ];
    },
  },
});

function* exceptions({ exceptions: groups }: Report): Generator<Block, void> {
  for (const { title, meaning, items, kind } of groups) {
    yield { type: 'heading', level: 2, text: `${title} (${items.length})`, id: `exceptions-${kind}` };
    yield { type: 'text', text: meaning };
    if (items.length === 0) continue;
    yield {
      type: 'table',
      caption: title,
      columns: [
        { title: 'What', width: 26 },
        { title: 'Why it is listed', width: 54 },
        { title: 'Positions', width: 20 },
      ],
      rows: items.map(({ subject, statement, positions }) => [
        subject,
        statement,
        positionsInWords(positions),
      ]),
    };
  }
}

function* evidence({ evidence: sources }: Report): Generator<Block, void> {
  for (const source of sources) {
    const { publisher, title, published, language, address, document, reliability, registered } = source;
    yield { type: 'heading', level: 3, text: source.source };
    yield {
      type: 'pairs',
      pairs: [
        ['Publisher', publisher ?? 'The source is not registered in what this report is about.'],
        ...(title === null ? [] : [['Title', title] as const]),
        ...(published === null ? [] : [['Published', dateInWords(published)] as const]),
        ...(language === null ? [] : [['Language', language] as const]),
        ...(address === null ? [] : [['Address', address] as const]),
        ...(document === null ? [] : [['Document (SHA-256)', document] as const]),
        ...(reliability === null ? [] : [['To know before believing it', reliability] as const]),
        ['Registered at', registered === null ? '—' : `position ${registered}`],
        ['Named without a passage at', positionsInWords(source.mentions) || '—'],
      ],
    };
    if (source.anchors.length === 0) continue;
    yield {
      type: 'table',
      caption: `Passages of ${source.source}, by code points of the document`,
      columns: [
        { title: 'From–to', width: 14 },
        { title: 'SHA-256 of the words', width: 66 },
        { title: 'Positions', width: 20 },
      ],
      rows: source.anchors.map(({ start, end, passage, positions }) => [
        `${start}–${end}`,
        passage,
        positionsInWords(positions),
      ]),
    };
  }
}

function* custody({ custody: all }: Report): Generator<Block, void> {
  yield { type: 'list', items: all.statements };
  yield { type: 'text', text: `Recorded from ${all.recordedFrom} to ${all.recordedTo}.` };
  yield {
    type: 'table',
    caption: 'Who recorded it',
    columns: [
      { title: 'Actor', width: 46 },
      { title: 'Events', width: 18, isNumber: true },
      { title: 'First position', width: 18, isNumber: true },
      { title: 'Last position', width: 18, isNumber: true },
    ],
    rows: all.actors.map(({ actor, events, firstPosition, lastPosition }) => [
      actor,
      ...[events, firstPosition, lastPosition].map(String),
    ]),
  };
  yield {
    type: 'table',
    caption: 'In which forms it is recorded',
    columns: [
      { title: 'Type of event', width: 60 },
      { title: 'Version', width: 20, isNumber: true },
      { title: 'Events', width: 20, isNumber: true },
    ],
    rows: all.schemas.map(({ type, schema, events }) => [type, String(schema), String(events)]),
  };
  if (all.corrections.length === 0) {
    yield { type: 'text', text: 'Nothing of this was corrected.' };
    return;
  }
  yield {
    type: 'table',
    caption: 'Corrections',
    columns: [
      { title: 'Corrects', width: 24 },
      { title: 'What was said of it', width: 50 },
      { title: 'By', width: 16 },
      { title: 'Position', width: 10, isNumber: true },
    ],
    rows: all.corrections.map(({ corrects, statement, actor, position }) => [
      corrects,
      statement,
      actor,
      String(position),
    ]),
  };
}

function* verification({ verification: { size, root, statements } }: Report): Generator<Block, void> {
  yield {
    type: 'pairs',
    pairs: [
      ['Size of the tree', String(size)],
      ['Root', root],
    ],
  };
  yield { type: 'list', items: statements };
}
