import { parseRecordText, recordToFacts } from '#libs/interchange';
import { emptyReadModels, PaperLedger, type Projected } from '#libs/testkit';
import { readFile } from 'node:fs/promises';
import { compareWithFold } from './index.ts';

const example = new URL('../../../examples/2024-11-16-kyiv-meeting.yaml', import.meta.url);
const that = { validAt: '2024-11-16' };

describe('given the record of the first document', () => {
  const ledger = new PaperLedger();
  let projected: Projected;

  beforeAll(async () => {
    const parsed = parseRecordText(await readFile(example, 'utf8'));
    if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
    const result = recordToFacts(parsed.value);
    if ('errors' in result) throw new Error(JSON.stringify(result.errors));
    ledger.record(...result.facts.map(({ fact }) => fact));
    projected = await emptyReadModels();
    await projected.project(ledger.events);
  });
  afterAll(() => projected.close());

  it('then at the end of that day every promise stands as the document leaves it', async () => {
    const { items } = await projected.readModels.commitments({ sort: 'id' }, that);
    const told = items.map(({ id, label, due, fulfilment: { outcome, delivered, target } }) => ({
      ...{ id, label, due: due?.edtf ?? null, outcome, delivered, target },
    }));
    const of = (id: string, label: string, more: object = {}) =>
      expect.objectContaining({ id, label, due: null, ...more });
    expect(told).toEqual([
      of('demining-conference-2025', 'announced', { due: '2025', outcome: 'undetermined' }),
      of('demining-cooperation', 'standing'),
      of('generators-2024', 'partly-delivered', {
        due: '2024',
        delivered: { lo: '1', hi: '100' },
        target: { lo: '100', hi: '100' },
      }),
      of('jp-frozen-assets-loan', 'allocated', { delivered: { lo: '0', hi: null } }),
      of('peace-formula', 'under-discussion'),
      of('sanctions-circumvention', 'standing'),
      of('sanctions-pressure', 'announced', { outcome: 'undetermined' }),
      of('security-dialogue', 'standing'),
      of('support-agreement', 'standing'),
      of('tokyo-roadmap', 'standing'),
      of('victory-plan', 'under-discussion'),
      of('visa-liberalisation', 'under-discussion'),
    ]);
  });

  it('then each has evidence with a place in the document', async () => {
    const { items } = await projected.readModels.commitments({}, that);
    for (const { id } of items) {
      const found = await projected.readModels.commitment(id, that);
      expect(found).toMatchObject({
        outcome: 'found',
        commitment: {
          evidence: expect.arrayContaining([expect.objectContaining({ start: expect.any(Number) })]),
        },
      });
    }
  });

  it('then the meeting was held, with all that was said and shown there', async () => {
    const meeting = await projected.readModels.meeting('kyiv-2024-11-16', that);
    expect(meeting?.certain).toBe(true);
    expect(meeting?.participants.map(({ party }) => party)).toEqual(['UA', 'JP']);
    expect(meeting?.positions).toHaveLength(12);
    expect(meeting?.commitments).toHaveLength(12);
    expect(meeting?.exhibitions).toHaveLength(1);
    expect(meeting?.acknowledgements.map(({ person }) => person)).toEqual([
      'Anatolii Khromov',
      'Larysa Levchenko',
    ]);
    expect(meeting?.progress.map(({ type }) => type)).toEqual(['FundsAllocated', 'GeneratorsDelivered']);
  });

  it('then the register has 26 packages, none missing', async () => {
    const { items } = await projected.readModels.sanctionsPackages({}, {}, that);
    expect(items).toMatchObject([{ imposer: 'JP', target: 'RU', count: 26, highestNumber: 26, gaps: [] }]);
  });

  it('then the total of over 12 billion is set against nothing, and is no promise', async () => {
    const { items } = await projected.readModels.reconciliations({}, {}, that);
    expect(items).toMatchObject([
      {
        stated: { lo: '12000000000', hi: null, unit: 'USD', verb: 'provided', reporter: 'beneficiary' },
        itemised: { lo: '0', hi: '0', commitments: [], leftOut: [{ id: 'jp-frozen-assets-loan' }] },
        residual: { lo: '12000000000', hi: null },
      },
    ]);
  });

  it('then the tables equal a fold of the log', async () => {
    expect(await compareWithFold(projected.readModels, () => [ledger.events])).toMatchObject({
      differing: 0,
      ahead: 0,
    });
  });
});
