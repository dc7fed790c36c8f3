import { evidenceFacets, labelRules, labels } from '#libs/domain';
import { projectRoot } from '#libs/platform';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(projectRoot(), 'docs/states.md'), 'utf8');

describe('docs/states.md', () => {
  it('has the labels in the order of their precedence, with when each applies', () => {
    const [, table = ''] = page.split('## The label');
    const rows = [...table.matchAll(/^\| `(\S+)` +\| (.+?) +\|$/gm)].map(([, label, when]) => [label, when]);
    expect(rows).toEqual(labelRules.map(({ label, means }) => [label, means]));
    expect(rows.map(([label]) => label).toSorted()).toEqual([...labels].sort());
  });

  it('has every value of the evidence facet', () => {
    for (const value of evidenceFacets) expect(page).toContain(`\`${value}\``);
  });
});
