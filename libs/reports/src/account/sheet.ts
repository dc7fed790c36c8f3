import { lastWords, type Day } from '#libs/domain';
import { checkAnchor, type DocumentText } from '#libs/interchange';
import { answerOf, type CommitmentAnswer } from '#libs/read-models';
import { type Quote, type Sheet } from '../report.ts';
import { commitmentFigures } from './commitment-figures.ts';
import { type Folded } from './fold.ts';

/** The documents whose words are quoted, by SHA-256. */
export type Documents = ReadonlyMap<string, DocumentText>;

/** The sheet of a commitment, without the relations to others, which are known once all are folded. */
export function sheetOf(folded: Folded, validAt: Day, position: number, documents: Documents): Sheet {
  const { id, tracked, positions } = folded;
  const nothing = (title: string, statement: string): Sheet => ({
    ...{ id, title, answer: null, statement, quotes: [], positions },
    figures: [
      {
        ...{ figure: `commitments.${id}.events`, value: positions.length, op: 'count' },
        ...{ of: positions.map((each) => ({ position: each })), note: 'Its events.' },
      },
    ],
  });
  if (!tracked)
    return nothing(id, `Nothing of it can be told: ${folded.fault?.statement ?? 'no event can be read.'}`);
  const { announced, recorded } = tracked.known;
  if (tracked.known.retracted) {
    const { correction = '', reason = '' } = lastWords(recorded).get(announced.commitment)?.data ?? {};
    return nothing(
      announced.title,
      `Its announcement was retracted (${correction}), so it was never promised: ${reason}`,
    );
  }
  const whole = answerOf(tracked, [], { position, validAt, knownAt: position });
  if (!whole)
    return nothing(
      announced.title,
      `It was not yet certainly announced on ${validAt}; it is dated ${announced.announced}.`,
    );
  const { asOf: _, ...answer } = whole;
  const verdict = answer.fulfilment.derivation.findLast(({ rule }) => rule === 'label')?.statement ?? '';
  const broken = folded.fault
    ? ` From position ${folded.fault.position} on its events are not in this: ${folded.fault.statement}`
    : '';
  return {
    ...{ id, title: answer.title, answer, statement: `${verdict}${broken}` },
    figures: commitmentFigures(tracked, answer, positions, validAt),
    quotes: quotesIn(answer, documents),
    positions,
  };
}

function quotesIn({ evidence }: Pick<CommitmentAnswer, 'evidence'>, documents: Documents): readonly Quote[] {
  return evidence.flatMap(({ source, supports, document, start, end, passage }): readonly Quote[] => {
    const text = document === null ? undefined : documents.get(document);
    if (!text || document === null || start === null || end === null || passage === null) return [];
    const found = checkAnchor(text, { document, start, end, passage });
    return [{ source, supports, start, end, text: 'words' in found ? found.words : null }];
  });
}
