import { readFileSync } from 'node:fs';
import { lint, type Finding } from '#libs/domain';
import { parseRecordText, recordToFacts } from '#libs/interchange';

const root = new URL('../../../../', import.meta.url);

function findingsIn(example: string): readonly Finding[] {
  const parsed = parseRecordText(readFileSync(new URL(`examples/${example}`, root), 'utf8'));
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  const result = recordToFacts(parsed.value);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return lint(result.facts);
}

describe('the example of the Kyiv meeting, linted', () => {
  test('is warned of promises without an end, of talk without a measure, and of what only Ukraine tells', () => {
    const findings = findingsIn('2024-11-16-kyiv-meeting.yaml');
    expect(findings.map(({ code, pointer, fact }) => `${code} ${fact ?? ''} ${pointer}`)).toEqual([
      'never-violable jp-frozen-assets-loan /commitments/0/due',
      'one-sided-evidence jp-frozen-assets-loan /commitments/0/evidence',
      'criterion-unstated victory-plan /commitments/1/criterion',
      'criterion-unstated peace-formula /commitments/2/criterion',
      'never-violable support-agreement /commitments/3/due',
      'never-violable security-dialogue /commitments/4/due',
      'never-violable sanctions-pressure /commitments/5/due',
      'never-violable sanctions-circumvention /commitments/6/due',
      'one-sided-evidence sanctions-circumvention /commitments/6/evidence',
      'never-violable demining-cooperation /commitments/7/due',
      'one-sided-evidence demining-cooperation /commitments/7/evidence',
      'one-sided-evidence demining-conference-2025 /commitments/8/evidence',
      'one-sided-evidence generators-2024 /commitments/9/evidence',
      'never-violable tokyo-roadmap /commitments/10/due',
    ]);
  });
});
