import type { Day } from '../vocabulary/index.ts';
import type { Known } from './known.ts';
import { settle } from './settled.ts';
import { erasOf, termsOn, type Era } from './terms.ts';

/** The terms of a commitment over time, where a contested statement counts only as far as the contention leaves it certain. */
export const termsOverTime = (known: Known): readonly Era[] => erasOf(taken(known));

/** The terms of a commitment that are in force on a day. */
export const termsInForce = (known: Known, day: Day): Era['announced'] =>
  termsOn(taken(known), day).announced;

/** What is known, with the terms in force on a day in place of those announced. */
export const withTermsOn = (known: Known, day: Day): Known =>
  known.statements.length === 0 ? known : { ...known, announced: termsInForce(known, day) };

const taken = (known: Known): Known =>
  known.statements.length === 0 || known.contentions.length === 0
    ? known
    : { ...known, statements: settle(known).known.statements };
