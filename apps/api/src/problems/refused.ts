import { type Refusal } from '#libs/domain';
import { Problem } from './problem.ts';

/** The answer to a request that the ledger refuses, with every reason. Reasons of one kind give it their own code. */
export function refused(refusals: readonly RefusalAtDoor[]): Problem {
  const [first, ...others] = refusals;
  if (!first) throw new TypeError('a refusal has a reason');
  const code = others.every((other) => other.code === first.code) ? first.code : 'several-refusals';
  const count = refusals.length;
  const detail =
    count === 1
      ? `Nothing was recorded: ${first.pointer || 'the request'} ${first.fault}.`
      : `Nothing was recorded, for ${count} reasons.`;
  return new Problem(code, detail, { errors: refusals });
}

/** A refusal of the domain, or of a check that needs what only the door has. */
export type RefusalAtDoor = Omit<Refusal, 'code'> & { readonly code: Refusal['code'] | 'anchor-mismatch' };
