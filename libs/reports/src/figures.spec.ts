import { addDecimals, compareDecimals, interval, type RecordedEvent } from '#libs/domain';
import { figuresOf, type Figure } from '#libs/reports';
import { exactly, exampleLedger, fact, PaperLedger } from '#libs/testkit';
import { reported } from '../test/reported.ts';

/** A figure worked out again from the leaves alone, by what docs/report.md says of its op; undefined for a rule. */
function again(
  { op, of, from = [] }: Figure,
  leaves: ReadonlyMap<number, unknown>,
  figures: ReadonlyMap<string, Figure>,
): Figure['value'] | undefined {
  const operands = [
    ...of.map(({ position, pointer = '', as }) => {
      const value = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], leaves.get(position));
      return as ? interval(value as Parameters<typeof interval>[0])[as] : (value as string);
    }),
    ...from.map((name) => figures.get(name)?.value ?? null),
  ];
  switch (op) {
    case 'copy':
      return operands[0] ?? null;
    case 'count':
      return operands.length;
    case 'sum':
      return operands.includes(null) ? null : operands.map(String).reduce(addDecimals, '0');
    case 'min':
      return operands.map(String).reduce((one, other) => (compareDecimals(one, other) <= 0 ? one : other));
    case 'max':
      return operands.map(String).reduce((one, other) => (compareDecimals(one, other) >= 0 ? one : other));
    case 'given':
    case 'rule':
      return undefined;
  }
}

const leavesOf = (events: readonly RecordedEvent[]) =>
  new Map(events.map(({ position, body }) => [position, { event: JSON.parse(body) as unknown }]));

async function wrongFigures(
  events: readonly RecordedEvent[],
  ...asked: Parameters<typeof reported> extends [unknown, ...infer Rest] ? Rest : never
): Promise<readonly string[]> {
  const figures = [...figuresOf(await reported(events, ...asked))];
  const byName = new Map(figures.map((figure) => [figure.figure, figure]));
  expect(byName.size).toBe(figures.length);
  const leaves = leavesOf(events);
  return figures.flatMap((figure) => {
    const { value, from = [], of, is } = figure;
    const found = again(figure, leaves, byName);
    const faults = [
      found !== undefined && String(found) !== String(value) && `is ${String(found)}`,
      from.some((name) => !byName.has(name)) && 'rests on a figure that is not there',
      of.some(({ position }) => !leaves.has(position)) && 'rests on a leaf that is not there',
      is !== undefined && from.some((name) => byName.get(name)?.value !== is) && 'counts others',
    ];
    return faults.flatMap((fault) => (fault === false ? [] : `${figure.figure} ${fault}`));
  });
}

const { ledger, meeting } = await exampleLedger();

describe('every figure of a report', () => {
  it.each([
    ['ledger', '2024-11-16', meeting],
    ['ledger', '2025-12-31', 82],
    ['commitment:generators-2024', '2025-12-31', 82],
    ['meeting:kyiv-2024-11-16', '2025-12-31', 82],
    ['parties:JP,UA', '2025-12-31', 82],
  ])('of %s on %s can be worked out again from the leaves', async (scope, validAt, position) => {
    expect(await wrongFigures(ledger.events, { scope, validAt, position })).toEqual([]);
  });

  it('can be so with deliveries, corrections and amendments as well', async () => {
    const paper = new PaperLedger();
    paper.record(
      fact.source(),
      fact.generators({ commitment: 'one' }),
      fact.generators({ commitment: 'two' }),
      fact.delivery({ commitment: 'one', delivery: 'a', quantity: exactly('40') }),
      fact.delivery({
        commitment: 'one',
        delivery: 'b',
        quantity: { qualifier: 'about', value: '12', unit: 'generators' },
      }),
      fact.delivery({ commitment: 'two', delivery: 'c', quantity: exactly('7') }),
    );
    paper.record({
      type: 'CorrectionRecorded',
      data: {
        stream: 'commitment-one',
        correction: 'a-was-41',
        corrects: 'a',
        replacement: fact.delivery({ commitment: 'one', delivery: 'a', quantity: exactly('41') }),
        reason: 'Misread.',
        corrected: '2024-12-01',
        attribution: { saidBy: 'Desk', onBehalfOf: 'UA', reporter: 'beneficiary' },
        evidence: [{ source: 'press-release' }],
      },
    } as never);
    const asked = { scope: 'ledger', validAt: '2025-06-30', position: paper.events.length };
    expect(await wrongFigures(paper.events, asked)).toEqual([]);
    const figures = new Map(
      [...figuresOf(await reported(paper.events, asked))].map((each) => [each.figure, each]),
    );
    expect(figures.get('commitments.one.recorded.lo')).toMatchObject({
      value: '51',
      op: 'sum',
      of: [
        { position: 7, pointer: '/event/data/replacement/data/quantity', as: 'lo' },
        { position: 5, pointer: '/event/data/quantity', as: 'lo' },
      ],
    });
    expect(figures.get('sums.generators.recorded.lo')).toMatchObject({ value: '58', op: 'sum' });
    expect(figures.get('sums.generators.promised.hi')).toMatchObject({ value: '200', op: 'sum' });
  });
});
