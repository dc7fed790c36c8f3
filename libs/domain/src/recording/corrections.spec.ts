import {
  assess,
  deadlineSetBy,
  deadlinesPassed,
  evolveAll,
  isCommitmentEvent,
  recordFacts,
  streamOf,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, given, retract, tellAnew as tell } from '#libs/testkit';

const source = fact.source();
const announced = fact.generators();
const batch = fact.delivery({ quantity: exactly('20') });
const anew = fact.delivery({ quantity: exactly('26') });
const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const delivered = (...events: readonly LedgerEvent[]) =>
  assess(known(announced, ...events), '2024-12-15')?.fulfilment.recorded;

describe('a correction', () => {
  it('given a fact told wrongly, when it is told anew, then it is as if it had always been so', () => {
    given(source, announced, batch).when(tell(anew)).then(tell(anew));
    expect(delivered(batch, tell(anew))).toEqual({ lo: '26', hi: '26' });
    const { recorded, ...corrected } = known(announced, batch, tell(anew));
    const { recorded: never, ...always } = known(announced, anew);
    expect(corrected).toEqual(always);
    expect([recorded.length, never.length]).toEqual([3, 2]);
  });

  it('when it is retracted, then it is as if it had never been told; when that is retracted, it stands again', () => {
    given(source, announced, batch).when(retract('batch-1')).then(retract('batch-1'));
    expect(delivered(batch, retract('batch-1'))).toEqual({ lo: '0', hi: '0' });
    const undone = retract('fix-1', 'fix-2');
    given(source, announced, batch, retract('batch-1')).when(undone).then(undone);
    expect(delivered(batch, retract('batch-1'), undone)).toEqual({ lo: '20', hi: '20' });
  });

  it('of the same fact again counts in place of the one before, which stands again when it is retracted', () => {
    const twice = [batch, tell(anew), tell(fact.delivery({ quantity: exactly('30') }), 'batch-1', 'fix-2')];
    expect(delivered(...twice)).toEqual({ lo: '30', hi: '30' });
    expect(delivered(...twice, retract('fix-2', 'fix-3'))).toEqual({ lo: '26', hi: '26' });
    expect(delivered(...twice, retract('fix-2', 'fix-3'), retract('fix-1', 'fix-4'))).toEqual({
      lo: '20',
      hi: '20',
    });
    expect(delivered(...twice, retract('fix-2', 'fix-3'), retract('fix-3', 'fix-4'))).toEqual({
      lo: '30',
      hi: '30',
    });
  });

  it('is told in the derivation, with its reason and what it is about', () => {
    const { derivation } = assess(known(announced, batch, tell(anew)), '2024-12-15')?.fulfilment ?? {};
    expect(derivation?.find(({ rule }) => rule === 'correction')).toEqual({
      rule: 'correction',
      statement: 'batch-1 is told anew by a correction of 2025-02-01: The record was misread.',
      facts: ['batch-1', 'fix-1'],
    });
  });

  it('of the announcement changes what all is measured against', () => {
    const more = fact.generators({
      criterion: { type: 'count-reached', target: exactly('20'), milestone: 'handed-over' },
    });
    const fix = tell(more, 'generators');
    given(source, announced, batch).when(fix).then(fix);
    expect(assess(known(announced, batch, fix), '2024-12-15')?.label).toBe('fulfilled');
  });
});

describe('what is recorded once', () => {
  const corrected = [source, announced, batch, tell(anew)] as const;

  it('changes nothing when it is told again, in its first words or in those of the correction', () => {
    given(...corrected)
      .when(batch)
      .thenNothingHappens();
    given(...corrected)
      .when(anew)
      .thenNothingHappens();
    given(...corrected)
      .when(tell(anew))
      .thenNothingHappens();
    given(source, announced, batch, retract('batch-1')).when(batch).thenNothingHappens();
  });

  it('is refused in any other words, also where it is retracted, or under the id of a correction', () => {
    const other = fact.delivery({ quantity: exactly('99') });
    given(...corrected)
      .when(other)
      .thenRefuses('recorded-differently');
    given(source, announced, batch, retract('batch-1')).when(other).thenRefuses('recorded-differently');
    given(...corrected)
      .when(fact.delivery({ delivery: 'fix-1' }))
      .thenRefuses('recorded-differently');
    given(...corrected)
      .when(retract('batch-1'))
      .thenRefuses('recorded-differently');
  });
});

describe('a correction is refused', () => {
  it.each([
    ['of nothing that is recorded', retract('batch-9'), 'unknown-fact'],
    ['of one fact by another', tell(fact.delivery({ delivery: 'batch-2' })), 'another-fact'],
    ['of one type by another', tell(fact.support({ attachment: 'batch-1' })), 'another-fact'],
    ['in another stream', tell(fact.delivery({ commitment: 'loan' })), 'another-fact'],
    ['that changes nothing', tell(batch), 'nothing-corrected'],
    ['that would itself be refused', tell(fact.delivery({ quantity: exactly('1', 'pumps') })), 'other-unit'],
    [
      'on a source nobody registered',
      tell(fact.delivery({ evidence: [{ source: 'rumour' }] })),
      'unknown-source',
    ],
  ] as const)('%s', (_, asked, code) => {
    given(source, announced, batch).when(asked).thenRefuses(code);
  });

  it('of what is retracted, and of a correction by a replacement', () => {
    given(source, announced, batch, retract('batch-1'))
      .when(tell(anew, 'batch-1', 'fix-2'))
      .thenRefuses('already-retracted');
    given(source, announced, batch, retract('batch-1'))
      .when(retract('batch-1', 'fix-2'))
      .thenRefuses('already-retracted');
    const undone = retract('fix-1', 'fix-2');
    given(source, announced, batch, tell(anew), undone)
      .when(retract('fix-1', 'fix-3'))
      .thenRefuses('already-retracted');
    given(source, announced, batch, tell(anew))
      .when(tell(anew, 'fix-1', 'fix-2'))
      .thenRefuses('correction-not-replaced');
  });

  it('where another fact would be left without ground', () => {
    const second = fact.support({ supports: 'batch-1' });
    given(source, announced, batch, second).when(retract('batch-1')).thenRefuses('no-longer-fits');
    const pumps = fact.generators({
      criterion: { type: 'count-reached', target: exactly('9', 'pumps'), milestone: 'handed-over' },
    });
    given(source, announced, batch).when(tell(pumps, 'generators')).thenRefuses('no-longer-fits');
    const end = fact.withdrawal();
    const later = fact.release({ released: '2024-12-20' });
    given(source, announced, end, retract('taken-back'), later)
      .when(retract('fix-1', 'fix-2'))
      .thenRefuses('no-longer-fits');
  });

  it('of an announcement that would lead round in a circle, and of a source or meeting by retracting it', () => {
    const part = fact.generators({
      commitment: 'part',
      relations: [{ type: 'part-of', commitment: 'generators' }],
    });
    const round = fact.generators({ relations: [{ type: 'part-of', commitment: 'part' }] });
    given(source, announced, part).when(tell(round, 'generators')).thenRefuses('relation-circle');
    given(source)
      .when(retract('press-release', 'fix-1', 'source-press-release'))
      .thenRefuses('rested-upon');
    given(source, fact.meeting())
      .when(retract('kyiv', 'fix-1', 'meeting-kyiv'))
      .thenRefuses('rested-upon');
  });
});

describe('an announcement that should never have been made', () => {
  const gone = retract('generators');

  it('is retracted once nothing else stands with it, and then nothing was ever promised', () => {
    given(source, announced, batch).when(gone).thenRefuses('no-longer-fits');
    given(source, announced, batch)
      .when(retract('batch-1', 'fix-0'), gone)
      .then(retract('batch-1', 'fix-0'), gone);
    expect(assess(known(announced, gone), '2030-01-01')).toBeUndefined();
    given(source, announced, gone).when(batch).thenRefuses('not-announced');
    given(source, announced, gone).when(announced).thenNothingHappens();
    const part = fact.loan({ relations: [{ type: 'part-of', commitment: 'generators' }] });
    given(source, announced, gone).when(part).thenRefuses('unknown-commitment');
  });

  it('stands again when the retraction is retracted', () => {
    const back = retract('fix-1', 'fix-2');
    given(source, announced, gone).when(back).then(back);
    expect(assess(known(announced, gone, back, batch), '2024-12-15')?.label).toBe('partly-delivered');
  });
});

it('given a deadline that had passed before its date was corrected, then the one that stands passes in its turn', () => {
  const due = (day: string) => fact.generators({ due: day });
  const fix = tell(due('2025-03'), 'generators');
  const log = [due('2024'), fact.deadline({ due: '2024', passed: '2025-01-01' }), fix];
  given(source, ...log.slice(0, 2))
    .when(fix)
    .then(fix);
  const histories = new Map([['commitment-generators', log]]);
  const round = (today: string) => deadlinesPassed(['generators'], histories, today);
  expect(round('2025-03-31').toCome).toEqual(new Map([['generators', '2025-04-01']]));
  expect(round('2025-04-01').announced).toMatchObject([{ event: { data: { passed: '2025-04-01' } } }]);
  expect(deadlineSetBy(fix)).toEqual({ commitment: 'generators', passed: '0001-01-01' });
});

test('a stream of 100,000 events, half of them corrections, is folded in one pass', () => {
  const events: LedgerEvent[] = [announced];
  for (let index = 0; index < 50_000; index += 1) {
    const delivery = `batch-${index}`;
    events.push(fact.delivery({ delivery, quantity: exactly('20') }));
    events.push(tell(fact.delivery({ delivery, quantity: exactly('1') }), delivery, `fix-${index}`));
  }
  expect(
    assess(evolveAll(undefined, events.filter(isCommitmentEvent)), '2024-12-15')?.fulfilment.recorded,
  ).toEqual({
    lo: '50000',
    hi: '50000',
  });
  const undo = retract('fix-7', 'undo');
  const histories = new Map<string, readonly LedgerEvent[]>([
    [streamOf(source), [source]],
    [streamOf(announced), events],
  ]);
  expect(recordFacts([{ pointer: '', fact: undo }], histories)).toEqual({
    accepted: [{ stream: streamOf(undo), event: undo }],
  });
}, 60_000);
