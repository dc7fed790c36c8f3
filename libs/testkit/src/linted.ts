import { lint, type Finding, type LedgerEvent, type LintGround } from '#libs/domain';
import { exactly, fact } from './facts.ts';

/** Who tells something, by the side they are on; the committer's word binds Japan. */
export const toldBy = {
  committer: { saidBy: 'A minister', onBehalfOf: 'JP', committed: ['JP'], reporter: 'committer' },
  beneficiary: { saidBy: 'A minister', onBehalfOf: 'UA', committed: ['JP'], reporter: 'beneficiary' },
  thirdParty: { saidBy: 'UNDP', onBehalfOf: 'org:undp', reporter: 'third-party' },
} as const;

const attribution = toldBy.committer;

/** Promises that no rule of the linter has anything to say of, until a test changes them. */
export const judgeable = {
  generators: (more: Parameters<typeof fact.generators>[0] = {}) => fact.generators({ attribution, ...more }),
  loan: (more: Parameters<typeof fact.loan>[0] = {}) => fact.loan({ attribution, due: '2025', ...more }),
  hosting: (more: Parameters<typeof fact.hosting>[0] = {}) => fact.hosting({ attribution, ...more }),
};

/** The criterion of so many dollars disbursed. */
export const dollars = (value: string, qualifier: 'exactly' | 'over' | 'up-to' = 'over') => ({
  type: 'sum-reached' as const,
  target: { qualifier, value, unit: 'USD' },
  milestone: 'disbursed' as const,
});

/** The criterion of exactly so many goods handed over. */
export const counted = (value: string, unit = 'generators') => ({
  type: 'count-reached' as const,
  target: exactly(value, unit),
  milestone: 'handed-over' as const,
});

/** What the linter finds in a request of these facts, each at `/facts/` and its index. */
export const findingsIn = (facts: readonly LedgerEvent[], ground: LintGround = {}): readonly Finding[] =>
  lint(
    facts.map((each, index) => ({ pointer: `/facts/${index}`, fact: each })),
    ground,
  );

/** The same as `code pointer`. */
export const lintOf = (facts: readonly LedgerEvent[], ground?: LintGround): readonly string[] =>
  findingsIn(facts, ground).map(({ code, pointer }) => `${code} ${pointer}`);
