import { unreachable } from '../decider.ts';
import { type Day } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import { intervalInWords } from './in-words.ts';
import type { Known } from './known.ts';
import { measuresIn, type Rule } from './rule.ts';
import { samenessesOn, undecidedOn, type SamenessSeen } from './sameness-reading.ts';

/** What may be one and the same thing, what that makes of the figures, and what was decided. */
export function samenessSteps(known: Known, rule: Rule | undefined, day: Day): readonly Step[] {
  const seen = samenessesOn(known, day);
  const pairs = seen.map((each) => ({
    rule: 'sameness' as const,
    statement: each.ofCommitments ? ofCommitments(each) : ofHappenings(each),
    facts: each.ofCommitments ? [each.id] : [each.of, each.with],
  }));
  if (!seen.some(({ state, ifOne }) => state === 'proposed' && ifOne)) return pairs;
  const together = measuresIn(rule).flatMap(({ place, yardstick }) =>
    undecidedOn(known, yardstick, day)
      // Of several conditions, those to which the group is nothing are passed over.
      .filter(({ amount }) => place === '' || amount.hi !== '0')
      .map(({ facts, amount }) => ({
        rule: 'sameness' as const,
        statement: `Until that is decided, ${listed(facts)} come to ${intervalInWords(amount, yardstick.unit)}${place === '' ? '' : ` for ${place}`}.`,
        facts,
      })),
  );
  return [...pairs, ...together];
}

function ofHappenings(seen: SamenessSeen): string {
  const { of, with: other, state, ifOne, ifTwo, unit, agree } = seen;
  const [one, two] = [ifOne, ifTwo].map((amount) =>
    amount && unit !== null ? intervalInWords(amount, unit) : undefined,
  );
  const doubt = agree ? '' : ' What is said of the two does not agree, so all of it is allowed for.';
  switch (state) {
    case 'proposed':
      return one === undefined || two === undefined
        ? `${of} and ${other} may be one and the same (${because(seen)}). Neither counts, so it makes no difference.`
        : `${of} and ${other} may be one and the same (${because(seen)}). If they are, they come to ${one}; if not, to ${two}.${doubt}`;
    case 'confirmed':
      return `${of} and ${other} are one and the same (${because(seen)})${one === undefined ? '' : ` and count once, as ${one}`}.${doubt}`;
    case 'rejected':
      return `${of} and ${other} are not the same (${because(seen)}), and each counts for itself.`;
    default:
      return unreachable(state);
  }
}

function ofCommitments(seen: SamenessSeen): string {
  const { of, with: other, state } = seen;
  switch (state) {
    case 'proposed':
      return `${of} may be the same promise as ${other} (${because(seen)}). That changes nothing here; sums allow for either.`;
    case 'confirmed':
      return `${of} is the same promise as ${other} (${because(seen)}): in sums one stands for the other.`;
    case 'rejected':
      return `${of} is not the same promise as ${other} (${because(seen)}).`;
    default:
      return unreachable(state);
  }
}

/** `proposed by UNDP: the day before`. */
function because({ state, by, reason, decision }: SamenessSeen): string {
  return `${state} by ${decision?.by ?? by}: ${(decision?.reason ?? reason).replace(/[.\s]+$/, '')}`;
}

function listed(ids: readonly string[]): string {
  return `${ids.slice(0, -1).join(', ')} and ${ids.at(-1) ?? ''}`;
}
