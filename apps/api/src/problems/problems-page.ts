import { problemCatalogue, type ProblemCode } from './catalogue.ts';

/** What one code means, as Markdown: served at `/problems/{code}`. */
export function problemText(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problemCatalogue[code];
  return `## ${code}\n\n**${title}** (${status})\n\n${meaning}\n\n_Remedy:_ ${remedy}\n`;
}

/** The whole catalogue as docs/problems.md holds it, by status and then by code. */
export function problemsPage(): string {
  const codes = (Object.keys(problemCatalogue) as ProblemCode[]).sort(
    (left, right) =>
      problemCatalogue[left].status - problemCatalogue[right].status || left.localeCompare(right, 'en'),
  );
  return `${INTRODUCTION}\n${codes.map(problemText).join('\n')}`;
}

const INTRODUCTION = `# Problems

Every answer that is not what was asked for is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`,
\`detail\`, \`code\`, \`instance\` (the id of the request, under which it is logged) and, where there is something to
correct, \`errors\`: one entry for each fault with its \`pointer\` into the body or its \`parameter\`, the \`code\` and
\`fault\`, the \`remedy\`, and \`line\` and \`column\` for a record sent as text. Programs act on \`code\`, which never
changes its meaning.

This page is written from \`apps/api/src/problems/catalogue.ts\`; a test keeps the two alike.
`;
