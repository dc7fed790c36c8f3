import { criterionInWords, quantityInWords } from '#libs/domain';
import { figuresOf } from '../figures-of.ts';
import { type Report, type Sheet } from '../report.ts';
import { sheetResources } from './sheet-resources.ts';
import { field, type Resource } from './resource.ts';

const figures: Resource = {
  name: 'figures',
  title: 'Every figure, with how it is found',
  primaryKey: 'figure',
  fields: [
    field('figure', 'string', 'Its id, the same in every format'),
    field('value', 'string', 'Empty where there is no upper end, or no number'),
    field('op', 'string', 'given, copy, count, sum, min, max or rule'),
    field('of', 'string', 'Places in the log, as JSON'),
    field('from', 'string', 'Figures it is worked out from, as JSON'),
    field('is', 'string', 'Of a count, what each figure in from is'),
    field('note', 'string', 'What it is, in a sentence'),
  ],
  *rows(report) {
    for (const { figure, value, op, of, from, is, note } of figuresOf(report))
      yield [figure, value, op, JSON.stringify(of), from ? JSON.stringify(from) : null, is ?? null, note];
  },
};

const chronology: Resource = {
  name: 'chronology',
  title: 'Everything recorded, by its own day',
  primaryKey: 'position',
  fields: [
    field('position', 'integer', 'Its place in the log'),
    field('occurred', 'string', 'When it happened, as stated (EDTF)'),
    field('earliest', 'date', 'The first day that can mean; empty for open'),
    field('latest', 'date', 'The last day that can mean; empty for open'),
    field('standing', 'string', 'Whether it had happened by the day asked about: certain, possible, not-yet'),
    field('recorded_at', 'datetime', 'When it was recorded'),
    field('type', 'string', 'The type of event'),
    field('stream', 'string', 'The stream it stands in'),
    field('event_id', 'string', 'UUID of the event'),
    field('actor', 'string', 'Who recorded it'),
    field('statement', 'string', 'What it says, in a sentence'),
    field('sources', 'string', 'The sources named, with spaces between them'),
    field('leaf_hash', 'string', 'SHA-256(0x00 || leaf), hexadecimal'),
  ],
  *rows(report) {
    for (const each of report.chronology) {
      const { edtf, earliest, latest } = each.occurred;
      yield [
        ...[each.position, edtf, earliest, latest, each.standing, each.recordedAt, each.type, each.stream],
        ...[each.id, each.actor, each.statement, each.sources.join(' '), each.leafHash],
      ];
    }
  },
};

const commitments: Resource = {
  name: 'commitments',
  title: 'One row for each commitment',
  primaryKey: 'commitment',
  fields: [
    field('commitment', 'string', 'Its id'),
    field('title', 'string', 'As in force on the day'),
    field('statement', 'string', 'Where it stands, in a sentence'),
    field('kind', 'string', ''),
    field('strength', 'string', 'How firmly it was said'),
    field('committers', 'string', 'With spaces between them'),
    field('beneficiaries', 'string', 'With spaces between them'),
    field('criterion', 'string', 'What would meet it, in words'),
    field('announced', 'string', 'EDTF'),
    field('due', 'string', 'EDTF; empty where no deadline is stated'),
    field('due_latest', 'date', 'The last day that can mean'),
    field('label', 'string', 'Its state in a word'),
    field('normative', 'string', 'Facet'),
    field('delivery', 'string', 'Facet'),
    field('time', 'string', 'Facet'),
    field('evidence', 'string', 'Facet'),
    field('outcome', 'string', 'met, not-met or undetermined; why is in derivations'),
    field('unit', 'string', 'What is measured; empty where nothing is'),
    ...['target', 'recorded', 'delivered', 'share'].flatMap((name) => [
      field(`${name}_lo`, 'number', 'The least'),
      field(`${name}_hi`, 'number', 'The most; empty where it is open above'),
    ]),
  ],
  *rows(report) {
    for (const sheet of report.commitments) yield commitmentRow(sheet);
  },
};

function commitmentRow({ id, title, statement, answer }: Sheet): readonly (string | null)[] {
  if (!answer) return [id, title, statement, ...Array<null>(commitments.fields.length - 3).fill(null)];
  const { facets, fulfilment, due } = answer;
  const { target, recorded, delivered, share } = fulfilment;
  return [
    ...[id, title, statement, answer.kind, answer.strength, answer.committers.join(' ')],
    ...[answer.beneficiaries.join(' '), criterionInWords(answer.criterion), answer.announced.edtf],
    ...[due?.edtf ?? null, due?.latest ?? null, answer.label],
    ...[facets.normative, facets.delivery, facets.time, facets.evidence, fulfilment.outcome, fulfilment.unit],
    ...[target, recorded, delivered, share].flatMap((each) => [each?.lo ?? null, each?.hi ?? null]),
  ];
}

const reconciliations: Resource = {
  name: 'reconciliations',
  title: 'Stated totals against what is itemised',
  primaryKey: 'report',
  fields: [
    field('report', 'string', 'The id of the stated total'),
    field('stated', 'string', 'As stated, in words'),
    field('period', 'string', 'EDTF'),
    field('residual_lo', 'number', 'The least that is not accounted for'),
    field('residual_hi', 'number', 'The most; empty where it is open above'),
    field('derivation', 'string', 'Sentences'),
    field('position', 'integer', ''),
  ],
  rows: ({ counts }) =>
    counts.reconciliations.map(({ id, stated, residual, derivation, position }) => [
      ...[id, `${quantityInWords(stated.quantity)} ${stated.verb}`, stated.period.edtf],
      ...[residual.lo, residual.hi, derivation.join(' '), position],
    ]),
};

const exceptions: Resource = {
  name: 'exceptions',
  title: 'What to look at first',
  fields: [
    field('kind', 'string', 'overdue, disputed, possibly-the-same, single-source, …'),
    field('subject', 'string', 'The id of what it is about'),
    field('statement', 'string', 'Why it is listed'),
    field('positions', 'string', 'With spaces between them'),
  ],
  *rows({ exceptions: groups }) {
    for (const { kind, items } of groups)
      for (const { subject, statement, positions } of items)
        yield [kind, subject, statement, positions.join(' ')];
  },
};

const sources: Resource = {
  name: 'sources',
  title: 'Index of sources',
  primaryKey: 'source',
  fields: [
    field('source', 'string', 'Its id'),
    field('publisher', 'string', ''),
    field('title', 'string', ''),
    field('published', 'string', 'EDTF'),
    field('language', 'string', 'BCP 47'),
    field('address', 'string', ''),
    field('document', 'string', 'SHA-256 of its document'),
    field('reliability', 'string', 'What a reader should know before believing it'),
    field('registered', 'integer', 'Position; empty where it is not registered'),
    field('mentions', 'string', 'Positions that name it without a passage, with spaces between them'),
  ],
  *rows({ evidence }) {
    for (const each of evidence)
      yield [
        ...[
          each.source,
          each.publisher,
          each.title,
          each.published?.edtf ?? null,
          each.language,
          each.address,
        ],
        ...[each.document, each.reliability, each.registered, each.mentions.join(' ')],
      ];
  },
};

const passages: Resource = {
  name: 'passages',
  title: 'Passages of sources, by place and hash',
  foreignKeys: [{ fields: 'source', resource: 'sources' }],
  fields: [
    field('source', 'string', ''),
    field('document', 'string', 'SHA-256 of the document'),
    field('start', 'integer', 'In Unicode code points from 0'),
    field('end', 'integer', 'The first code point after the passage'),
    field('passage', 'string', 'SHA-256 of its words'),
    field('positions', 'string', 'Of the events that rest on it, with spaces between them'),
  ],
  *rows({ evidence }) {
    for (const { source, anchors } of evidence)
      for (const { document, start, end, passage, positions } of anchors)
        yield [source, document, start, end, passage, positions.join(' ')];
  },
};

const actors: Resource = {
  name: 'actors',
  title: 'Who recorded it',
  primaryKey: 'actor',
  fields: [
    field('actor', 'string', 'The name of a key, or the subject of a token'),
    field('events', 'integer', ''),
    field('first_position', 'integer', ''),
    field('last_position', 'integer', ''),
  ],
  rows: ({ custody }) =>
    custody.actors.map((each) => [each.actor, each.events, each.firstPosition, each.lastPosition]),
};

const corrections: Resource = {
  name: 'corrections',
  title: 'What was corrected',
  primaryKey: 'position',
  fields: [
    field('position', 'integer', 'Of the correction'),
    field('corrects', 'string', 'The id of the fact'),
    field('stream', 'string', ''),
    field('actor', 'string', ''),
    field('statement', 'string', 'What was wrong, and how it is told now'),
  ],
  rows: ({ custody }) =>
    custody.corrections.map((each) => [
      each.position,
      each.corrects,
      each.stream,
      each.actor,
      each.statement,
    ]),
};

/** The tables of the data package, in their order. */
export const resources: readonly Resource[] = [
  figures,
  chronology,
  commitments,
  ...sheetResources,
  reconciliations,
  exceptions,
  sources,
  passages,
  actors,
  corrections,
];

/** The description of the package (Frictionless Data Package v1, tabular). */
export function dataPackage({ cover, notShown }: Report): string {
  const { title, subtitle, validAt, knownAt, root, ledger, scope } = cover;
  const description = {
    profile: 'tabular-data-package',
    name: 'audit-report',
    title: `${title}: ${subtitle}`,
    description: notShown.join(' '),
    keywords: [
      ledger,
      scope,
      `valid at ${validAt}`,
      `known at position ${knownAt.position}`,
      `root ${root.base64}`,
    ],
    resources: resources.map(({ name, title: about, fields, primaryKey, foreignKeys }) => ({
      ...{ name, title: about, path: `${name}.csv`, profile: 'tabular-data-resource' },
      ...{ format: 'csv', mediatype: 'text/csv', encoding: 'utf-8' },
      schema: {
        fields,
        ...(primaryKey !== undefined && { primaryKey }),
        ...(foreignKeys && {
          foreignKeys: foreignKeys.map(({ fields: own, resource }) => ({
            ...{ fields: own, reference: { resource, fields: own } },
          })),
        }),
      },
    })),
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}
