import { createRequire } from 'node:module';

// Comes with jest, at its version.
const { default: Sequencer } = createRequire(createRequire(import.meta.url).resolve('jest'))(
  '@jest/test-sequencer',
);

/** By the suffix, which tells the cost. */
const KINDS = ['.e2e.spec.ts', '.int.spec.ts', '.spec.ts'];

/** Begins with what takes minutes: if one of those came last, a single worker would be busy with it and the others with nothing. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const kindOf = ({ path }) => KINDS.findIndex((suffix) => path.endsWith(suffix));
    return super.sort(tests).toSorted((one, other) => kindOf(one) - kindOf(other));
  }
}
