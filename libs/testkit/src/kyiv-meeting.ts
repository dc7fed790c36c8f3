import { type LedgerEvent } from '#libs/domain';
import { exactly, fact } from './facts.ts';

const meeting = 'kyiv';

/** What the first document comes to, in short: a meeting, what was said there, and promises of several kinds. */
export const kyivMeeting: readonly LedgerEvent[] = [
  fact.source(),
  fact.meeting(),
  fact.position({ meeting, topic: 'Global partnership' }),
  fact.position({ meeting, position: 'pyongyang', topic: 'North Korea', basis: 'Ukrainian intelligence' }),
  fact.total({ meeting }),
  fact.loan({
    commitment: 'jp-frozen-assets-loan',
    title: 'Loan from frozen assets',
    kind: 'financial',
    meeting,
  }),
  fact.allocation({ commitment: 'jp-frozen-assets-loan', meeting }),
  fact.pressure({ commitment: 'sanctions-pressure', title: 'Further sanctions', meeting }),
  ...Array.from({ length: 26 }, (_, index) =>
    fact.package({
      package: `jp-${index + 1}`,
      number: index + 1,
      adopted: '2022-02-24/2024-11-16',
      meeting,
    }),
  ),
  fact.hosting({ commitment: 'demining-conference-2025', title: 'A conference on demining', meeting }),
  fact.standing({ commitment: 'support-agreement', title: 'To carry out the agreement', meeting }),
  fact.standing({
    commitment: 'security-dialogue',
    title: 'A security dialogue',
    meeting,
    relations: [{ type: 'part-of', commitment: 'support-agreement' }],
  }),
  fact.generators({ commitment: 'generators-2024', title: '100 generators this year', meeting }),
  fact.delivery({ commitment: 'generators-2024', delivery: 'batch-1', meeting }),
  {
    type: 'ExhibitionPresented',
    data: {
      exhibition: 'archives',
      title: 'Documents of a century',
      presented: '2024-11-16',
      periods: ['1917/1921'],
      shows: 'That there is a tradition',
      meeting,
      attribution: { saidBy: 'Minister', onBehalfOf: 'UA', reporter: 'beneficiary' },
      evidence: [{ source: 'press-release' }],
    },
  },
  {
    type: 'AgreementSigned',
    data: {
      agreement: 'support-2024',
      title: 'Agreement on support',
      signed: '2024',
      parties: ['JP', 'UA'],
      meeting,
      attribution: { saidBy: 'Minister', onBehalfOf: 'UA', reporter: 'beneficiary' },
      evidence: [{ source: 'press-release' }],
    },
  },
];

/** A delivery of so many generators. */
export const generatorsHandedOver = (delivery: string, count: string, delivered: string): LedgerEvent =>
  fact.delivery({ commitment: 'generators-2024', delivery, quantity: exactly(count), delivered });
