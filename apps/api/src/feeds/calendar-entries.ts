import { namesInWords, unreachable } from '#libs/domain';
import { type CalendarEntry } from '#libs/interchange';
import { type Deadline } from '#libs/read-models';

/** Where an entry is of. */
export interface EntryGround {
  /** The address of the ledger, without a slash at the end. */
  readonly base: string;
  /** The UID of a commitment. */
  readonly uidOf: (commitment: string) => string;
}

/** A deadline as a day in a calendar. */
export function calendarEntry(deadline: Deadline, { base, uidOf }: EntryGround): CalendarEntry {
  const { commitment, kind, version, recordedAt, day } = deadline;
  return {
    uid: uidOf(commitment),
    // The first event of a stream makes the entry, and each further one changes it.
    sequence: version - 1,
    changed: recordedAt,
    day,
    title: titleOf(deadline),
    description: descriptionOf(deadline),
    status: statusOf(deadline),
    categories: [kind, ...(deadline.assessment ? [deadline.assessment.label] : [])],
    address: `${base}/v1/commitments/${encodeURIComponent(commitment)}`,
  };
}

/** What it still says of a day that is past: whether that day was kept. */
const titleOf = ({ title, assessment, isDue }: Deadline): string => {
  const state = assessment === null ? 'retracted' : isDue ? labelInWords(assessment.label) : 'no deadline';
  return `Due: ${title} (${state})`;
};

/** `overdue-unproven` is `overdue, unproven`. */
const labelInWords = (label: string): string => label.replace(/^(overdue)-/, '$1, ').replaceAll('-', ' ');

function statusOf({ isDue, assessment }: Deadline): CalendarEntry['status'] {
  if (!isDue || assessment === null) return 'CANCELLED';
  switch (assessment.label) {
    case 'withdrawn':
    case 'released':
    case 'superseded':
      return 'CANCELLED';
    case 'under-discussion':
      return 'TENTATIVE';
    case 'announced':
    case 'standing':
    case 'allocated':
    case 'in-delivery':
    case 'partly-delivered':
    case 'fulfilled':
    case 'fulfilled-late':
    case 'overdue-unproven':
    case 'overdue-evidenced':
    case 'disputed':
    case 'expired':
      return 'CONFIRMED';
    default:
      return unreachable(assessment.label);
  }
}

function descriptionOf({ committers, beneficiaries, due, isDue, assessment }: Deadline): string {
  const lines = [`By ${namesInWords(committers)} towards ${namesInWords(beneficiaries)}.`];
  if (!assessment) return [...lines, `It was due ${due}. The record of it was retracted.`].join('\n');
  lines.push(isDue ? `Due ${due}.` : `It was due ${due}, and has no deadline any more.`);
  const { label, fulfilment } = assessment;
  lines.push(
    `State: ${labelInWords(label)}.`,
    '',
    ...fulfilment.derivation.map(({ statement }) => statement),
  );
  return lines.join('\n');
}
