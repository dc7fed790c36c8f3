import { partyName, quantityInWords } from '#libs/domain';
import type { CommitmentSheet, Coverage, Dated, End, Evidence, Happening } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { asOfInWords } from './as-of.ts';
import { assessments, doubts } from './doubts.ts';
import { labelColour } from './label-colours.ts';
import { samenesses } from './sameness.ts';
import { observations, statementInWords } from './statements.ts';
import { hang, wrap } from './text-width.ts';
import { criterionInWords, fulfilmentInWords, labelInWords, partyNames } from './words.ts';

type Look = Pick<Terminal, 'width' | 'paint'>;

/** One commitment in full: what was promised, where it stands, why, what happened and who says so. */
export function renderCommitmentSheet(sheet: CommitmentSheet, look: Look): string {
  const { paint } = look;
  const state = labelColour(sheet.label, paint)(labelInWords(sheet.label));
  const parts = [
    [`${paint.bold(sheet.id)}  ${state}`, ...(sheet.title === '' ? [] : wrap(sheet.title, look.width))].join(
      '\n',
    ),
    terms(sheet, look),
    section('Why', reasons(sheet, look), paint),
    section('What happened', happenings(sheet, look), paint),
    section('Stated otherwise', observations(sheet, look), paint),
    section('In dispute', doubts(sheet, look), paint),
    section('Sameness', samenesses(sheet, look), paint),
    section('Promised, according to', evidenceOf(sheet, sheet.id, '  ', look), paint),
    section('Judged by others, which decides nothing', assessments(sheet, look), paint),
    section('Related', relations(sheet, look), paint),
    paint.dim(asOfInWords(sheet.asOf)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const section = (title: string, lines: readonly string[], paint: Look['paint']): string =>
  lines.length === 0 ? '' : [paint.bold(title), ...lines].join('\n');

function terms(sheet: CommitmentSheet, { width, paint }: Look): string {
  const { facets, fulfilment, criterion, due } = sheet;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Promised by', partyNames(sheet.committers)],
    ['Promised to', partyNames(sheet.beneficiaries)],
    [
      'Kind',
      [sheet.kind, sheet.strength]
        .filter((word) => word !== '')
        .map(labelInWords)
        .join(', '),
    ],
    ['Criterion', criterion && criterionInWords(criterion)],
    ['Announced', datedInWords(sheet.announced)],
    ['Due', datedInWords(due) ?? 'no deadline stated'],
    ['Funded from', sheet.fundingSource],
    ['Delivered', fulfilment && fulfilmentInWords(fulfilment)],
    ['Facets', facets && facetsInWords(facets)],
    ['Note', sheet.note],
  ];
  return rows
    .flatMap(([name, value]) => (value ? [hang(`${name.padEnd(11)}  `, value, width)] : []))
    .map((row) => paint.dim(row.slice(0, 11)) + row.slice(11))
    .join('\n');
}

function datedInWords(date: Dated): string | undefined {
  if (!date) return undefined;
  const { edtf, earliest, latest } = date;
  if (latest === undefined || edtf === latest || edtf === `${earliest ?? ''}/${latest}`) return edtf;
  return `${edtf}, that is ${earliest === undefined ? '' : `from ${earliest} `}to ${latest}`;
}

const facetsInWords = (facets: NonNullable<CommitmentSheet['facets']>): string =>
  [
    `promise ${labelInWords(facets.normative)}`,
    `delivery ${labelInWords(facets.delivery)}`,
    `time ${labelInWords(facets.time)}`,
    `evidence ${labelInWords(facets.evidence)}`,
  ].join(' · ');

const reasons = ({ fulfilment }: CommitmentSheet, { width }: Look): readonly string[] =>
  (fulfilment?.derivation ?? []).map(({ statement }, index) =>
    hang(`${String(index + 1).padStart(3)}. `, statement, width),
  );

/** What was said of it since, what happened towards it, then how it ended, then of which days all is recorded. */
const happenings = (sheet: CommitmentSheet, look: Look): readonly string[] => [
  ...sheet.statements.map((each) => told(each, each.stated, statementInWords(each), sheet, look)),
  ...sheet.happenings.flatMap((each) => [
    told(each, each.happened, happeningInWords(each), sheet, look),
    ...each.passages.map((passage) =>
      told(passage, passage.passed, passageInWords(passage, each.id), sheet, look),
    ),
  ]),
  ...sheet.ends.map((each) => told(each, each.ended, endInWords(each), sheet, look)),
  ...sheet.coverage.map((each) => told(each, each.period, 'the record is declared complete', sheet, look)),
];

function told(
  { id, note }: Pick<Happening | End | Coverage, 'id' | 'note'>,
  date: Dated,
  words: string,
  sheet: CommitmentSheet,
  look: Look,
): string {
  const lead = `  ${date?.edtf ?? ''}  `;
  const indent = ' '.repeat(lead.length);
  return [
    hang(lead, words, look.width),
    ...(note === undefined ? [] : [hang(indent, note, look.width)]),
    ...evidenceOf(sheet, id, indent, look),
  ].join('\n');
}

/** How it ended, in a few words: `withdrawal by Japan`. */
function endInWords({ type, by, successor }: End): string {
  if (by) return `${labelInWords(type)} by ${partyName(by)}`;
  return successor ? `${labelInWords(type)} by ${successor}` : labelInWords(type);
}

/** What happened, in a few words: `delivery of 40 generators (handed over)`. */
export function happeningInWords({
  type,
  quantity,
  milestone,
  stage,
  by,
  title,
}: Partial<Omit<Happening, 'id' | 'happened'>> & Pick<Happening, 'type'>): string {
  return [
    labelInWords(type),
    stage && labelInWords(stage),
    by && `by ${partyName(by)}`,
    quantity && `of ${quantityInWords(quantity)}`,
    milestone && `(${labelInWords(milestone)})`,
    title && `– ${title}`,
  ]
    .filter((part) => part)
    .join(' ');
}

/** `20 generators of batch-1 handed over` */
const passageInWords = ({ milestone, quantity }: Happening['passages'][number], of: string): string =>
  `${quantity ? `${quantityInWords(quantity)} of ` : ''}${of} ${labelInWords(milestone)}`;

function evidenceOf(
  { evidence }: CommitmentSheet,
  fact: string,
  indent: string,
  look: Look,
): readonly string[] {
  return evidence.filter(({ supports }) => supports === fact).map((each) => passage(each, indent, look));
}

/** The source and the place in it, and the words there where the ledger has them. */
function passage(
  { source, start, end, saidBy, onBehalfOf, reporter, text }: Evidence,
  indent: string,
  { width, paint }: Look,
): string {
  const place = start === undefined || end === undefined ? '' : ` ${start}–${end}`;
  const side = [onBehalfOf && `for ${partyName(onBehalfOf)}`, reporter && labelInWords(reporter)];
  const who = side.filter((part) => part).join(', ');
  const said = saidBy === undefined ? '' : `, ${saidBy}${who === '' ? '' : ` (${who})`}`;
  return [
    paint.dim(hang(indent, `${source}${place}${said}`, width)),
    ...(text === undefined ? [] : [hang(indent, `“${text.trim()}”`, width)]),
  ].join('\n');
}

const relations = ({ relations: all }: CommitmentSheet, { width }: Look): readonly string[] =>
  all.map(({ type, commitment, title }) =>
    hang('  ', `${labelInWords(type)} ${commitment}${title === undefined ? '' : `: ${title}`}`, width),
  );
