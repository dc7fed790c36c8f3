import { quantityInWords } from '#libs/domain';
import { type Report, type Sheet } from '../report.ts';
import { field, type Cell, type Resource } from './resource.ts';

const commitment = field('commitment', 'string', 'Its id');
const foreignKeys = [{ fields: 'commitment', resource: 'commitments' }];

/** The rows that each sheet gives. */
const ofSheets = (rows: (sheet: Sheet, answer: NonNullable<Sheet['answer']>) => Iterable<readonly Cell[]>) =>
  function* ({ commitments }: Report): Generator<readonly Cell[], void> {
    for (const sheet of commitments) if (sheet.answer) yield* rows(sheet, sheet.answer);
  };

/** The tables with several rows to a commitment. */
export const sheetResources: readonly Resource[] = [
  {
    name: 'derivations',
    title: 'How the state of each commitment follows, step by step',
    foreignKeys,
    fields: [
      commitment,
      field('step', 'integer', 'From 1'),
      field('rule', 'string', 'The rule applied'),
      field('statement', 'string', 'What it found'),
      field('facts', 'string', 'The ids of the facts it rests on, with spaces between them'),
    ],
    rows: ofSheets(({ id }, { fulfilment }) =>
      fulfilment.derivation.map(({ rule, statement, facts }, index) => [
        id,
        index + 1,
        rule,
        statement,
        facts.join(' '),
      ]),
    ),
  },
  {
    name: 'happenings',
    title: 'What is recorded to have happened towards each commitment',
    foreignKeys,
    fields: [
      commitment,
      field('happening', 'string', 'Its id'),
      field('of', 'string', 'Of a passage of a further milestone: the happening that passed it'),
      field('type', 'string', 'allocation, disbursement, delivery, step, …'),
      field('happened', 'string', 'EDTF'),
      field('certain', 'string', 'yes where it had certainly happened by the day asked about, else perhaps'),
      field('quantity', 'string', 'In words'),
      field('milestone', 'string', 'The milestone or stage it passed'),
      field('sources', 'string', 'With spaces between them'),
      field('position', 'integer', ''),
    ],
    rows: ofSheets(function* ({ id }, { happenings }) {
      for (const each of happenings) {
        yield [
          ...[id, each.id, null, each.type, each.happened.edtf, each.certain ? 'yes' : 'perhaps'],
          ...[each.quantity ? quantityInWords(each.quantity) : null, each.milestone ?? each.stage],
          ...[sourcesOf(each), each.position],
        ];
        for (const passage of each.passages)
          yield [
            ...[id, passage.id, each.id, 'passage', passage.passed.edtf, passage.certain ? 'yes' : 'perhaps'],
            ...[passage.quantity ? quantityInWords(passage.quantity) : null, passage.milestone],
            ...[sourcesOf(passage), passage.position],
          ];
      }
    }),
  },
  {
    name: 'evidence',
    title: 'What the facts of each commitment rest on',
    foreignKeys,
    fields: [
      commitment,
      field('supports', 'string', 'The id of the fact'),
      field('source', 'string', ''),
      field('document', 'string', 'SHA-256; empty where no passage is named'),
      field('start', 'integer', 'In Unicode code points from 0'),
      field('end', 'integer', 'The first code point after the passage'),
      field('passage', 'string', 'SHA-256 of its words'),
      field('said_by', 'string', ''),
      field('on_behalf_of', 'string', ''),
      field('reporter', 'string', 'committer, beneficiary or third-party'),
      field('position', 'integer', ''),
    ],
    rows: ofSheets(({ id }, { evidence }) =>
      evidence.map((each) => [
        ...[id, each.supports, each.source, each.document, each.start, each.end, each.passage],
        ...[each.saidBy, each.onBehalfOf, each.reporter, each.position],
      ]),
    ),
  },
];

const sourcesOf = ({ evidence }: { readonly evidence: readonly { readonly source: string }[] }): string =>
  [...new Set(evidence.map(({ source }) => source))].join(' ');
