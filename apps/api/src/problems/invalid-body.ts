import { Problem, type ProblemError } from './problem.ts';

/** The answer to a body that is not of its form, with all that is wrong with it. */
export function invalidBody(errors: readonly ProblemError[]): Problem {
  const [first] = errors;
  const detail =
    errors.length === 1 && first
      ? `${first.pointer || 'The body'} ${first.fault}.`
      : `There are ${errors.length} faults in the body.`;
  return new Problem('invalid-body', detail, { errors });
}
