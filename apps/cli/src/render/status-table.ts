import type { Commitment } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { labelColour } from './label-colours.ts';
import { renderTable } from './table.ts';
import { deliveredInWords, labelInWords, promisedInWords, whoToWhom } from './words.ts';

/** What a desk officer wants at one look: commitment, who to whom, promised, delivered, due, state. */
export function renderStatusTable(
  commitments: readonly Commitment[],
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  if (commitments.length === 0) return 'No commitments.';
  return renderTable(
    {
      columns: [
        { title: 'COMMITMENT', whole: true },
        { title: 'WHO → TO WHOM' },
        { title: 'PROMISED' },
        { title: 'DELIVERED' },
        { title: 'DUE' },
        { title: 'STATE' },
      ],
      rows: commitments.map((item) => [
        item.id,
        whoToWhom(item.committers, item.beneficiaries),
        item.criterion ? promisedInWords(item.criterion) : item.title,
        item.fulfilment ? deliveredInWords(item.fulfilment) : '',
        item.due?.edtf ?? '',
        { text: stateInWords(item), colour: labelColour(item.label, paint) },
      ]),
    },
    { width, bold: paint.bold, dim: paint.dim },
  );
}

/** The label, and what a reader must know beside it: that a part was delivered, or that sources disagree. */
function stateInWords({ label, facets }: Commitment): string {
  const beside = [
    ...(facets?.delivery === 'partial' ? ['partly-delivered'] : []),
    ...(facets?.evidence === 'disputed' || facets?.evidence === 'refuted' ? [facets.evidence] : []),
  ];
  return [label, ...beside.filter((word) => word !== label)].map(labelInWords).join('; ');
}
