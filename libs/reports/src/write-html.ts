import { type Block, type Table } from './document/blocks.ts';
import { contentsOf, coverPairs, documentOf, sections } from './document/document.ts';
import { type Report } from './report.ts';

/**
 * The report as one HTML page that needs nothing else, piece by piece: headings and tables that a screen reader can go
 * through, and a style sheet for paper.
 */
export function* reportHtml(report: Report): Generator<string, void> {
  const { cover } = report;
  const title = `${cover.title}: ${cover.subtitle}`;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#scope">Skip to the report</a>
<header id="cover" aria-label="${sections.cover}">
<p class="kind">${escaped(cover.title)}</p>
<h1>${escaped(cover.subtitle)}</h1>
${pairsHtml(coverPairs(report))}</header>
<nav aria-label="Contents">
<h2>Contents</h2>
<ul>
`;
  for (const { level, text, id } of contentsOf(report))
    yield `<li class="level-${level}"><a href="#${id}">${escaped(text)}</a></li>\n`;
  yield '</ul>\n</nav>\n<main>\n';
  for (const block of documentOf(report)) yield* blockHtml(block);
  yield '</main>\n</body>\n</html>\n';
}

function* blockHtml(block: Block): Generator<string, void> {
  switch (block.type) {
    case 'heading': {
      const name = `h${block.level + 1}`;
      const id = block.id === undefined ? '' : ` id="${block.id}"`;
      yield `<${name}${id}>${escaped(block.text)}</${name}>\n`;
      return;
    }
    case 'text':
      yield `<p>${escaped(block.text)}</p>\n`;
      return;
    case 'list': {
      const name = block.isNumbered ? 'ol' : 'ul';
      yield `<${name}>\n${block.items.map((item) => `<li>${escaped(item)}</li>\n`).join('')}</${name}>\n`;
      return;
    }
    case 'pairs':
      yield pairsHtml(block.pairs);
      return;
    case 'quote':
      yield `<figure><blockquote>${escaped(block.text)}</blockquote><figcaption>${escaped(block.from)}</figcaption></figure>\n`;
      return;
    case 'table':
      yield* tableHtml(block);
  }
}

const pairsHtml = (pairs: readonly (readonly [string, string])[]): string =>
  `<dl>\n${pairs.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>\n`).join('')}</dl>\n`;

const ROWS_AT_ONCE = 200;

function* tableHtml({ caption, columns, rows }: Table): Generator<string, void> {
  const cell = columns.map(({ isNumber }) => (isNumber ? '<td class="number">' : '<td>'));
  yield `<div class="table" role="region" tabindex="0" aria-label="${escaped(caption)}"><table>
<caption>${escaped(caption)}</caption>
<thead><tr>${columns.map(({ title }) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead>
<tbody>
`;
  let some: string[] = [];
  for (const row of rows) {
    some.push(
      `<tr>${row.map((text, index) => `${cell[index] ?? '<td>'}${escaped(text)}</td>`).join('')}</tr>\n`,
    );
    if (some.length < ROWS_AT_ONCE) continue;
    yield some.join('');
    some = [];
  }
  yield `${some.join('')}</tbody></table></div>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

const STYLE = `
:root { color-scheme: light; }
body { font: 16px/1.5 'Noto Sans', 'Noto Sans JP', system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 62rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.kind { font-size: 1.1rem; color: #555; margin: 0; }
h1 { font-size: 2rem; margin: 0 0 1rem; }
h2 { font-size: 1.5rem; margin: 2.5rem 0 0.5rem; border-top: 2px solid #1a1a1a; padding-top: 0.75rem; }
h3 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
a { color: #0b4f9e; }
dl { display: grid; grid-template-columns: minmax(9rem, 1fr) 3fr; gap: 0.15rem 1rem; margin: 0.5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
nav li { list-style: none; }
nav .level-2 { margin-left: 1.5rem; }
.table { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
caption { text-align: left; font-style: italic; color: #555; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-bottom: 1px solid #ccc; }
th { border-bottom: 2px solid #1a1a1a; }
td.number { text-align: right; white-space: nowrap; }
blockquote { border-left: 3px solid #999; margin: 0.5rem 0; padding-left: 1rem; white-space: pre-wrap; }
figure { margin: 0.5rem 0; }
figcaption { color: #555; font-size: 0.875rem; }
@page { size: A4; margin: 18mm; }
@media print {
  body { font-size: 10pt; max-width: none; padding: 0; }
  header { break-after: page; }
  nav { break-after: page; }
  h2 { break-before: page; }
  h2, h3, h4, caption { break-after: avoid; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  .table { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
`;
