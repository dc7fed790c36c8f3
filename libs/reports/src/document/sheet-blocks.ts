import { criterionInWords, namesInWords, quantityInWords, readingInWords, termsInWords } from '#libs/domain';
import { type CommitmentAnswer } from '#libs/read-models';
import { type Sheet } from '../report.ts';
import { type Block, type Column } from './blocks.ts';
import { amountInWords, dateInWords, inWords, positionsInWords, saidBy, sourcesIn } from './words.ts';
import { figureTable } from './figure-table.ts';

type Answer = NonNullable<Sheet['answer']>;

/** The pages of one commitment. */
export function* sheetBlocks(sheet: Sheet): Generator<Block, void> {
  const { id, title, answer, statement, positions } = sheet;
  yield { type: 'heading', level: 2, text: title, id: sheetId(id) };
  if (!answer) {
    yield {
      type: 'pairs',
      pairs: [
        ['Id', id],
        ['Events', positionsInWords(positions)],
      ],
    };
    yield { type: 'text', text: statement };
    yield figureTable('Figures of this sheet', sheet.figures);
    return;
  }
  yield { type: 'pairs', pairs: aboutIt(sheet, answer) };
  yield { type: 'text', text: statement };
  yield { type: 'heading', level: 3, text: 'How that follows' };
  yield { type: 'list', isNumbered: true, items: answer.fulfilment.derivation.map(stepInWords) };
  yield* happenings(answer);
  yield* statements(answer);
  yield* doubts(answer);
  yield* evidence(sheet, answer);
  yield { type: 'heading', level: 3, text: 'Figures' };
  yield figureTable('Figures of this sheet', sheet.figures);
}

/** The place of a sheet in a document. */
export const sheetId = (commitment: string): string => `commitment-${commitment}`;

const stepInWords = ({ statement, facts }: Answer['fulfilment']['derivation'][number]): string =>
  facts.length === 0 ? statement : `${statement} [${facts.join(', ')}]`;

function aboutIt({ id, positions }: Sheet, answer: Answer): readonly (readonly [string, string])[] {
  const { committers, beneficiaries, kind, strength, criterion, due, announced, fulfilment, facets } = answer;
  const { delivered, recorded, target, unit, share } = fulfilment;
  return [
    ['Id', id],
    ['Who to whom', `${namesInWords(committers)} to ${namesInWords(beneficiaries)}`],
    ['Kind and strength', `${inWords(kind)}, ${inWords(strength)}`],
    ['Announced', `${dateInWords(announced)}${answer.meeting === null ? '' : `, at ${answer.meeting}`}`],
    ['Due', due === null ? 'No deadline is stated.' : dateInWords(due)],
    ['Criterion', criterionInWords(criterion)],
    ['State', inWords(answer.label)],
    [
      'Facets',
      Object.entries(facets)
        .map(([facet, value]) => `${facet}: ${inWords(String(value))}`)
        .join('; '),
    ],
    ['Promised', amountInWords(target, unit)],
    ['Recorded', amountInWords(recorded, unit)],
    ['Delivered', amountInWords(delivered, unit)],
    ['Part of what is wanted', share === null ? '—' : `from ${share.lo} to ${share.hi ?? 'open'}`],
    ...(answer.fundingSource === null ? [] : [['Funded from', answer.fundingSource] as const]),
    ['Said by', saidBy(answer.attribution)],
    ...(answer.note === null ? [] : [['Note', answer.note] as const]),
    ['Events', positionsInWords(positions)],
  ];
}

const columns = (...all: readonly (readonly [string, number])[]): readonly Column[] =>
  all.map(([title, width]) => ({ title, width, ...(title === 'Position' && { isNumber: true }) }));

function* happenings({ happenings: all }: Answer): Generator<Block, void> {
  if (all.length === 0) return;
  yield { type: 'heading', level: 3, text: 'What is recorded to have happened' };
  yield {
    type: 'table',
    caption: 'Allocations, payments, deliveries, steps and what else counts',
    columns: columns(
      ['Day', 18],
      ['What', 22],
      ['Amount', 20],
      ['Milestone', 14],
      ['Sources', 16],
      ['Position', 10],
    ),
    rows: all.flatMap((each) => [
      [
        `${dateInWords(each.happened)}${each.certain ? '' : ', perhaps'}`,
        `${inWords(each.type)}: ${each.title ?? each.id}${each.note === null ? '' : `. ${each.note}`}`,
        each.quantity ? quantityInWords(each.quantity) : '—',
        inWords(each.milestone ?? each.stage ?? '—'),
        sourcesIn(each.evidence),
        String(each.position),
      ],
      ...each.passages.map((passage) => [
        `${dateInWords(passage.passed)}${passage.certain ? '' : ', perhaps'}`,
        `passage of ${each.id}: ${passage.id}`,
        passage.quantity ? quantityInWords(passage.quantity) : 'all of it',
        inWords(passage.milestone),
        sourcesIn(passage.evidence),
        String(passage.position),
      ]),
    ]),
  };
}

function* statements({
  statements: said,
  ends,
  coverage,
  relations,
  observations,
}: Answer): Generator<Block, void> {
  const rows = [
    ...said.map((each) => [
      dateInWords(each.stated),
      `${each.type}${each.by.length > 0 ? ` by ${namesInWords(each.by)}` : ''}: ${Object.keys(each.terms).length > 0 ? termsInWords(each.terms) : 'said again'}${each.note === null ? '' : `. ${each.note}`}`,
      sourcesIn(each.evidence),
      String(each.position),
    ]),
    ...ends.map((each) => [
      dateInWords(each.ended),
      `${each.type}${each.by === null ? '' : ` by ${namesInWords([each.by])}`}${each.successor === null ? '' : ` by ${each.successor}`}`,
      sourcesIn(each.evidence),
      String(each.position),
    ]),
    ...coverage.map((each) => [
      dateInWords(each.declared),
      `record declared complete for ${each.period.edtf}`,
      sourcesIn(each.evidence),
      String(each.position),
    ]),
    ...observations.map((each) => [
      dateInWords(each.on),
      `stated and in no sum: ${quantityInWords(each.quantity)} (${each.type}, ${each.statedBy})`,
      sourcesIn(each.evidence),
      String(each.position),
    ]),
  ];
  if (rows.length > 0) {
    yield { type: 'heading', level: 3, text: 'What was said of it later' };
    yield {
      type: 'table',
      caption: 'Amendments, specifications, ends, declarations of completeness and other amounts stated',
      columns: columns(['Day', 20], ['What', 50], ['Sources', 20], ['Position', 10]),
      rows,
    };
  }
  if (relations.length > 0) {
    yield { type: 'heading', level: 3, text: 'Related commitments' };
    yield {
      type: 'list',
      items: relations.map(({ type, commitment, title }) => `${inWords(type)} ${commitment}: ${title}`),
    };
  }
}

function* doubts(answer: Answer): Generator<Block, void> {
  const { disputes, challenges, assessments, sameness } = answer;
  if (disputes.length + challenges.length + sameness.length > 0)
    yield { type: 'heading', level: 3, text: 'What is in doubt' };
  for (const each of disputes) {
    yield {
      type: 'text',
      text: `Dispute ${each.id} about ${each.about} (${each.figure ?? each.aspect}), ${inWords(each.status)}, opened ${each.opened.edtf}${resolved(each)}.`,
    };
    yield {
      type: 'table',
      caption: `Readings of ${each.id}`,
      columns: columns(['Reading', 16], ['It says', 26], ['By whom', 32], ['It alone would make it', 26]),
      rows: each.readings.map((reading) => [
        reading.id,
        readingInWords({
          ...{
            quantity: reading.quantity ?? undefined,
            date: reading.date?.edtf,
            occurred: reading.occurred ?? undefined,
          },
        }),
        saidBy(reading.attribution),
        reading.wouldBe === null ? '—' : inWords(reading.wouldBe.label),
      ]),
    };
  }
  yield* listOf([
    ...challenges.map(
      (each) =>
        `Challenge ${each.id} of ${each.about}, ${inWords(each.status)}: ${each.grounds}${resolved(each)}`,
    ),
    ...sameness.map(
      (each) =>
        `${each.of} and ${each.with} are ${each.state === 'proposed' ? 'perhaps' : inWords(each.state)} one and the same (${each.id}, by ${each.by}): ${each.reason}${
          each.unit === null
            ? ''
            : ` If one, ${amountInWords(each.ifOne, each.unit)}; if two, ${amountInWords(each.ifTwo, each.unit)}.`
        }`,
    ),
  ]);
  if (assessments.length === 0) return;
  yield { type: 'heading', level: 3, text: 'Judgements of persons, which decide nothing here' };
  yield* listOf(
    assessments.map(
      ({ assessor, assessed, judgement, basis }) =>
        `${assessor}, ${assessed.edtf}: ${judgement} Basis: ${basis}`,
    ),
  );
}

const resolved = ({ resolution }: Pick<CommitmentAnswer['disputes'][number], 'resolution'>): string =>
  resolution === null
    ? ''
    : `; resolved ${resolution.resolved.edtf}, ${resolution.held === null ? 'no reading holds' : `${resolution.held} holds`}: ${resolution.reason}`;

function* listOf(items: readonly string[]): Generator<Block, void> {
  if (items.length > 0) yield { type: 'list', items };
}

function* evidence({ quotes }: Sheet, answer: Answer): Generator<Block, void> {
  yield { type: 'heading', level: 3, text: 'Evidence' };
  yield {
    type: 'table',
    caption: 'Sources and passages its facts rest on',
    columns: columns(['Supports', 24], ['Source', 22], ['Passage', 16], ['Said by', 28], ['Position', 10]),
    rows: answer.evidence.map((each) => [
      each.supports,
      each.source,
      each.start === null ? 'no passage' : `${each.start}–${each.end ?? ''}`,
      `${each.saidBy} (${each.reporter.replace('-', ' ')})`,
      String(each.position),
    ]),
  };
  for (const { source, start, end, text } of quotes)
    if (text !== null) yield { type: 'quote', text, from: `${source}, ${start}–${end}` };
}
