import { compareDecimals, intervalInWords } from '#libs/domain';
import { type ReconciliationAnswer } from '#libs/read-models';
import {
  exceptionKinds,
  type Exception,
  type ExceptionGroup,
  type ExceptionKind,
  type Sheet,
} from '../report.ts';
import { LATE_DAYS } from './survey.ts';

/** One thing to look at, with the list it belongs to. */
export type Finding = readonly [kind: ExceptionKind, item: Exception];

/** What of a commitment is to be listed. */
export function findingsIn({ id: subject, answer, positions, statement, quotes }: Sheet): readonly Finding[] {
  if (!answer) return [];
  const { facets, disputes, challenges, sameness, fulfilment } = answer;
  const found: Finding[] = [];
  const find = (kind: ExceptionKind, said: string, at = positions): void => {
    found.push([kind, { subject, statement: said, positions: at }]);
  };
  if (facets.time === 'overdue') find('overdue', statement);
  if (facets.evidence === 'single-source' || facets.evidence === 'unverified') {
    const step = fulfilment.derivation.findLast(({ rule }) => rule === 'evidence');
    find('single-source', step?.statement ?? '');
  }
  for (const { status, about, figure, aspect, position } of disputes) {
    if (status !== 'open') continue;
    find('disputed', `Sources disagree about ${about} (${figure ?? aspect}), and nobody has resolved it.`, [
      position,
    ]);
  }
  for (const { status, about, grounds, position } of challenges)
    if (status === 'open')
      find('disputed', `${about} is contested, and nobody has resolved it: ${grounds}`, [position]);
  for (const { state, of, with: other, reason, position } of sameness) {
    if (state !== 'proposed') continue;
    const said = `${of} and ${other} may be one and the same, and nobody has decided it: ${reason}`;
    find('possibly-the-same', said, [position]);
  }
  for (const { source, start, end, text } of quotes) {
    if (text !== null) continue;
    const said = `The document given has other words from ${start} to ${end} than were anchored there for ${source}.`;
    find('unresolved-anchors', said);
  }
  return found;
}

/** What a reader should look at first. It says where to look, and never what to think of it. */
export class Exceptions {
  readonly #items: Readonly<Record<ExceptionKind, Exception[]>> = {
    overdue: [],
    disputed: [],
    'possibly-the-same': [],
    'single-source': [],
    'unresolved-anchors': [],
    residuals: [],
    'late-recording': [],
    unreadable: [],
  };

  add(kind: ExceptionKind, items: readonly Exception[]): void {
    this.#items[kind].push(...items);
  }

  /** Stated totals of which something is left that no recorded disbursement accounts for. */
  addResiduals(reconciliations: readonly ReconciliationAnswer[]): void {
    for (const { id: subject, residual, stated, position } of reconciliations) {
      if (residual.hi !== null && compareDecimals(residual.hi, '0') === 0) continue;
      const statement = `Stated and not accounted for by recorded disbursements: ${intervalInWords(residual, stated.unit)}.`;
      this.add('residuals', [{ subject, statement, positions: [position] }]);
    }
  }

  groups(): readonly ExceptionGroup[] {
    return exceptionKinds.map((kind) => ({ kind, ...GROUPS[kind], items: this.#items[kind] }));
  }
}

const GROUPS: Readonly<Record<ExceptionKind, Pick<ExceptionGroup, 'title' | 'meaning'>>> = {
  overdue: {
    title: 'Overdue',
    meaning:
      'Commitments whose deadline had passed by the day asked about and that are not shown to be met. That nothing proves delivery does not prove that nothing was delivered.',
  },
  disputed: {
    title: 'Disputed',
    meaning: 'Facts about which sources disagree, or that somebody contests, without a resolution.',
  },
  'possibly-the-same': {
    title: 'Possibly the same',
    meaning: 'Facts that may be one and the same thing told twice. Figures allow for either.',
  },
  'single-source': {
    title: 'One side alone',
    meaning: 'Commitments of which only one side speaks: committer, beneficiary or third party.',
  },
  'unresolved-anchors': {
    title: 'Unresolved evidence',
    meaning: 'Evidence that cannot be followed to the words of a document.',
  },
  residuals: {
    title: 'Residuals of stated totals',
    meaning: 'Totals that somebody stated, of which recorded disbursements account for a part or none.',
  },
  'late-recording': {
    title: 'Recorded late',
    meaning: `Facts recorded more than ${LATE_DAYS} days after the day on which they are said to have happened, by stream.`,
  },
  unreadable: {
    title: 'Not read',
    meaning: 'Events that this build cannot read or fold; nothing in this report rests on them.',
  },
};
