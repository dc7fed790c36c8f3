import { readingInWords, subjectInWords } from '#libs/domain';
import type { Challenge, CommitmentSheet, Dispute, RecordedAssessment, WouldBe } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { hang } from './text-width.ts';
import { intervalInWords, labelInWords } from './words.ts';

type Look = Pick<Terminal, 'width' | 'paint'>;

/** What is or was contested: each reading with what it alone would make of the commitment, and how it was resolved. */
export const doubts = ({ disputes, challenges }: CommitmentSheet, look: Look): readonly string[] => [
  ...disputes.map((each) => disputed(each, look)),
  ...challenges.map((each) => challenged(each, look)),
];

function disputed(dispute: Dispute, { width, paint }: Look): string {
  const { id, about, aspect, figure, opened, status, note, readings, resolution } = dispute;
  const lead = `  ${opened?.edtf ?? ''}  `;
  const indent = ' '.repeat(lead.length);
  const subject = subjectInWords({ about, aspect, figure: figure ?? undefined });
  return [
    hang(lead, `${id}: sources disagree ${subject}, ${labelInWords(status)}`, width),
    ...(note === undefined ? [] : [hang(indent, note, width)]),
    ...readings.flatMap((reading) => [
      hang(
        `${indent}- `,
        `${readingInWords({ ...reading, date: reading.date?.edtf })}: ${wouldBeInWords(reading.wouldBe)}`,
        width,
      ),
      paint.dim(
        hang(`${indent}  `, `${reading.id}${saidBy(reading.attribution)}${sources(reading.evidence)}`, width),
      ),
    ]),
    ...resolved(resolution, indent, width),
  ].join('\n');
}

function challenged(challenge: Challenge, { width, paint }: Look): string {
  const { id, about, contestedSource, challenged: on, grounds, status, resolution, wouldBe } = challenge;
  const lead = `  ${on?.edtf ?? ''}  `;
  const indent = ' '.repeat(lead.length);
  const what = contestedSource ? `what ${contestedSource} says of ${about}` : about;
  return [
    hang(lead, `${id}: ${what} is contested, ${labelInWords(status)}: ${grounds}`, width),
    hang(`${indent}- `, `stands: ${wouldBeInWords(wouldBe.stands)}`, width),
    hang(`${indent}- `, `falls: ${wouldBeInWords(wouldBe.falls)}`, width),
    paint.dim(hang(indent, `${challenge.attribution.saidBy}${sources(challenge.evidence)}`, width)),
    ...resolved(resolution, indent, width),
  ].join('\n');
}

/** Who judged what, which decides nothing. */
export const assessments = ({ assessments: all }: CommitmentSheet, look: Look): readonly string[] =>
  all.map((each) => assessed(each, look));

function assessed(
  { assessor, judgement, label, basis, assessed: on }: RecordedAssessment,
  look: Look,
): string {
  const lead = `  ${on?.edtf ?? ''}  `;
  const called = label ? ` (${labelInWords(label)})` : '';
  return [
    hang(lead, `${assessor}${called}: ${judgement}`, look.width),
    look.paint.dim(hang(' '.repeat(lead.length), `basis: ${basis}`, look.width)),
  ].join('\n');
}

function wouldBeInWords(wouldBe: WouldBe): string {
  if (!wouldBe) return 'not yet announced';
  const { label, delivered } = wouldBe;
  return `${labelInWords(label)}${delivered ? `, delivered ${intervalInWords(delivered)}` : ''}`;
}

const resolved = (resolution: Dispute['resolution'], indent: string, width: number): readonly string[] =>
  resolution
    ? [
        hang(
          indent,
          `resolved ${resolution.resolved?.edtf ?? ''}: ${resolution.held ?? 'none'} ${resolution.held === null ? 'of them holds' : 'holds'}. ${resolution.reason}`,
          width,
        ),
      ]
    : [];

const saidBy = ({ saidBy: name }: Dispute['readings'][number]['attribution']): string =>
  name === '' ? '' : `, ${name}`;

const sources = (evidence: readonly { readonly source: string }[]): string =>
  evidence.length === 0 ? '' : ` (${evidence.map(({ source }) => source).join(', ')})`;
