import { allRules } from './answers.ts';

/** The rules of the linter as docs/lint.md holds them. */
export function lintPage(): string {
  const rules = allRules().items.map(
    ({ code, warns, reason }) => `## ${code}\n\n${warns}\n\n_Why:_ ${reason}\n`,
  );
  return `${INTRODUCTION}\n${rules.join('\n')}`;
}

const INTRODUCTION = `# The linter

Some promises can never be judged, whatever happens. The linter says so while the source is still at hand: \`ledger lint
RECORD\` before anything is recorded, and \`findings\` in the answer to everything that is recorded. It warns and never
refuses. Often a finding is not a mistake in the record but the truth about the promise, and then it is to be left as it
is.

Each finding has the \`code\` of its rule, the \`pointer\` to its place (with \`line\` and \`column\` for a record sent as
text), the ids of the \`fact\` and its \`commitment\`, the \`message\`, the \`remedy\` and the \`reason\` why the rule matters.
Programs act on \`code\`, which never changes its meaning. What a rule cannot see, such as a source that is in neither the
record nor the ledger, it does not complain of.

\`GET /v1/lint-rules\` lists the rules for programs. This page is written from \`libs/domain/src/lint/lint-rules.ts\`; a
test keeps the two alike.
`;
