import type { LedgerEvent } from '../ledger-event.ts';
import { otherUnit, shortOfMilestone } from './delivery-rules.ts';
import { oneSidedEvidence, publishedBeforeHappening } from './evidence-rules.ts';
import type { Found, LintCode } from './finding.ts';
import {
  criterionUnstated,
  deadlineBeforeAnnouncement,
  neverViolable,
  noCommitter,
  noQualifier,
  toldAfterDeadline,
} from './promise-rules.ts';
import type { View } from './view.ts';

/** A rule of the linter. */
export interface LintRule {
  /** When it warns, in a sentence or two. */
  readonly warns: string;
  /** Why that matters, in one sentence. */
  readonly reason: string;
  /** Judges one fact by what can be seen from it; absent for rules that look at more than that. */
  readonly check?: (fact: LedgerEvent, view: View) => readonly Found[];
}

/** The rules, by their codes. The page docs/lint.md and `GET /v1/lint-rules` are made of this table. */
export const lintRules: Readonly<Record<LintCode, LintRule>> = {
  'no-committer': {
    warns:
      'A committer of a promise is not among those whom its attribution binds. Mere discussion binds nobody.',
    reason: 'A promise that binds nobody can be broken by nobody.',
    check: noCommitter,
  },
  'criterion-unstated': {
    warns: 'The criterion is `unstated`.',
    reason: 'Without a rule laid down beforehand, whether it was met is a matter of opinion for ever.',
    check: criterionUnstated,
  },
  'never-violable': {
    warns:
      'The promise names no least amount (`up to` so much): giving nothing would keep its word, and the ledger can ' +
      'measure it against the most alone. Or no day comes on which the ledger would call it overdue or expired: it ' +
      'has no deadline, or stands without an end. Mere discussion is left out, and so is an unstated criterion, ' +
      'which has a rule of its own.',
    reason: 'What cannot be broken cannot be tracked either: its state will never tell anybody anything.',
    check: neverViolable,
  },
  'no-qualifier': {
    warns:
      'A promised amount or a stated total of a million or more, with at most two digits that are not zeros at its ' +
      'end, is held as exact. Smaller and less round figures are taken at their word, and so are payments.',
    reason:
      'Round figures are seldom meant to the last unit, and held as exact they turn a rounding into a breach.',
    check: noQualifier,
  },
  'deadline-before-announcement': {
    warns:
      'The due time, or the window in which an event is to be held, was over before the day of the announcement.',
    reason: 'It is overdue from its first day, which is nearly always a slip in one of the dates.',
    check: deadlineBeforeAnnouncement,
  },
  'told-after-deadline': {
    warns: 'Every source of the announcement was published after the due time had passed.',
    reason: 'A promise first heard of after its deadline may have been fitted to what had happened by then.',
    check: toldAfterDeadline,
  },
  'possible-duplicate': {
    warns:
      'Between the same parties and in the same unit another commitment is known whose amount is within 2 %, or the ' +
      'same goods are due in the same days in an amount that may be equal. Commitments that are related, or related ' +
      'to the same third one, are left out, and so are those that have ended and pairs of which it was said before ' +
      'that they may be the same.',
    reason: 'A promise announced anew in other words would be counted twice.',
  },
  'one-sided-evidence': {
    warns:
      'Only the beneficiary tells of a promise, or only the committer tells of a delivery or payment. What a side ' +
      'says of its own promise, or of what it received, is not warned of.',
    reason: 'Each side is the weaker witness to what the other owes, and to what it has done itself.',
    check: oneSidedEvidence,
  },
  'published-before-happening': {
    warns: 'A source was published before what it attests can have happened.',
    reason:
      'Nobody can report what has yet to happen: one of the dates is wrong, or it is a plan told as a fact.',
    check: publishedBeforeHappening,
  },
  'short-of-milestone': {
    warns: 'A delivery or payment has not come to the milestone from which its commitment counts it.',
    reason: 'It reads like a delivery and adds nothing to what is delivered.',
    check: shortOfMilestone,
  },
  'other-unit': {
    warns:
      'An amount is in another unit than the commitment it counts towards (recording refuses it), or than the one ' +
      'that its commitment is part of, specifies or reaffirms.',
    reason: 'Different units are never added, so the two can never be set against each other.',
    check: otherUnit,
  },
  'not-compared': {
    warns:
      'Commitments were not compared with all that the ledger knows, because it was not asked, could not be, or had ' +
      'not yet taken in the newest events. It says nothing against the record.',
    reason: 'Where nothing was compared, no warning of a duplicate does not mean that there is none.',
  },
};
