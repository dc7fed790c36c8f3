import { recordFacts, streamsRestedOn, streamsToRead, type Histories, type LedgerEvent } from '#libs/domain';
import { correction, exactly, fact, histories, refusalsOf, retract, tellAnew } from '#libs/testkit';

const none: Histories = new Map();
const toRead = (asked: LedgerEvent, read: Histories = none) =>
  streamsToRead([{ pointer: '', fact: asked }], read);
const restedOn = (asked: LedgerEvent, read: Histories = none) =>
  streamsRestedOn([{ pointer: '', fact: asked }], read);
const accepted = (history: readonly LedgerEvent[], ...facts: readonly LedgerEvent[]) => {
  const asked = facts.map((each, index) => ({ pointer: `/${index}`, fact: each }));
  const decision = recordFacts(asked, histories(history));
  return 'accepted' in decision
    ? decision.accepted.map(({ stream, event }) => `${event.type} in ${stream}`)
    : decision;
};
const generators = fact.generators();
const partOf = (commitment: string) => ({ relations: [{ type: 'part-of' as const, commitment }] });
const packages = { type: 'acts-after', act: 'sanctions-package', imposer: 'JP', target: 'RU' } as const;
const awaiting = { ...packages, after: '2024-12-01', atLeast: 1 };

describe('what must be read before a fact is decided on', () => {
  it.each<[string, LedgerEvent, readonly string[]]>([
    ['its own stream and its sources', fact.delivery(), ['commitment-generators', 'source-press-release']],
    [
      'where it was said',
      fact.delivery({ meeting: 'kyiv' }),
      ['commitment-generators', 'source-press-release', 'meeting-kyiv'],
    ],
    ['no other meeting, of a meeting', fact.meeting({ evidence: [] }), ['meeting-kyiv']],
    [
      'the sources of each reading',
      fact.dispute(),
      ['commitment-generators', 'source-press-release', 'source-donor-release'],
    ],
    [
      'what it is part of',
      fact.generators({ ...partOf('loan'), evidence: [] }),
      ['commitment-generators', 'commitment-loan'],
    ],
    ['what it relates to', fact.relation({ evidence: [] }), ['commitment-generators', 'commitment-loan']],
    [
      'what takes its place',
      fact.supersession({ evidence: [] }),
      ['commitment-generators', 'commitment-loan'],
    ],
    [
      'what a conference was towards',
      fact.conference({ towards: ['loan'], evidence: [] }),
      ['meeting-tokyo-2025', 'commitment-loan'],
    ],
    [
      'the register that it waits for',
      fact.pressure({ evidence: [] }),
      ['commitment-pressure', 'sanctions-JP-RU'],
    ],
    [
      'the register that it comes to wait for',
      fact.amendment({ terms: { criterion: awaiting }, evidence: [] }),
      ['commitment-generators', 'sanctions-JP-RU'],
    ],
    [
      'the register that it turns out to wait for',
      fact.specification({ terms: { criterion: awaiting }, evidence: [] }),
      ['commitment-loan', 'sanctions-JP-RU'],
    ],
    ['no register for other terms', fact.amendment({ evidence: [] }), ['commitment-generators']],
    [
      'what it may be the same as',
      fact.sameness({ of: 'generators', with: 'again' }),
      ['commitment-generators', 'commitment-again'],
    ],
    ['nothing else for two of its own happenings', fact.sameness(), ['commitment-generators']],
  ])('is %s', (_, asked, streams) => {
    expect(toRead(asked)).toEqual(streams);
    const read = new Map(streams.map((stream) => [stream, []]));
    expect(toRead(asked, read)).toEqual([]);
  });

  it('is the commitments that wait for the packages of a register', () => {
    const awaited: LedgerEvent = {
      type: 'FulfilmentAwaited',
      data: { commitment: 'pressure', imposer: 'JP', target: 'RU', after: '2024-11-16' },
    };
    const read = new Map([
      ['sanctions-JP-RU', [awaited, fact.package()]],
      ['source-press-release', []],
    ]);
    expect(toRead(fact.package(), read)).toEqual(['commitment-pressure']);
  });

  it('is the other commitment of a proposal that is decided, and none of other proposals', () => {
    const proposed = fact.sameness({ sameness: 'twins', of: 'generators', with: 'again', evidence: [] });
    const other = fact.sameness({ sameness: 'others', of: 'generators', with: 'third', evidence: [] });
    const read = histories([generators, proposed, other, fact.sameness()]);
    const decided = { sameness: 'twins', evidence: [] };
    expect(toRead(fact.confirmation(decided), read)).toEqual(['commitment-again']);
    expect(toRead(fact.rejection(decided), read)).toEqual(['commitment-again']);
    expect(toRead(fact.confirmation({ evidence: [] }), read)).toEqual([]);
    expect(toRead(fact.confirmation(decided))).toEqual(['commitment-generators']);
  });

  it('is all that was ever told of what is corrected, and of what takes its place', () => {
    const hosting = fact.hosting({ ...partOf('loan'), evidence: [] });
    const stream = 'commitment-hosting';
    const anew = fact.hosting({ ...partOf('visa'), evidence: [] });
    const none_ = { evidence: [] };
    const first = correction('hosting', { replacement: anew }, { stream, ...none_ });
    expect(toRead(first, histories([hosting]))).toEqual(['commitment-loan', 'commitment-visa']);
    const gone = correction('fix-1', { retracted: true }, { stream, correction: 'fix-2', ...none_ });
    expect(toRead(gone, histories([hosting, first]))).toEqual(['commitment-loan', 'commitment-visa']);
    expect(toRead(gone)).toEqual([stream]);
    const elsewhere = correction('waiver', { retracted: true }, { stream, correction: 'fix-3', ...none_ });
    expect(toRead(elsewhere, histories([hosting, first]))).toEqual([]);
  });

  it('is what an announcement that is corrected superseded', () => {
    const renewed = fact.hosting({ relations: [{ type: 'supersedes', commitment: 'loan' }], evidence: [] });
    const gone = correction('hosting', { retracted: true }, { stream: 'commitment-hosting', evidence: [] });
    expect(toRead(gone, histories([renewed]))).toEqual(['commitment-loan']);
  });

  it('is what a fact of the same request says, where that is corrected in it', () => {
    const hosting = fact.hosting({ ...partOf('loan'), evidence: [] });
    const gone = correction('hosting', { retracted: true }, { stream: 'commitment-hosting', evidence: [] });
    const asked = [hosting, gone].map((each) => ({ pointer: '', fact: each }));
    expect(streamsToRead(asked, none)).toEqual(['commitment-hosting', 'commitment-loan']);
  });
});

describe('what must not move before a fact is recorded', () => {
  it('is the whole way along which a relation could close a circle', () => {
    const read = histories([
      fact.loan({ ...partOf('visa') }),
      fact.hosting({ commitment: 'visa' }),
      fact.relation({ commitment: 'visa', to: 'dialogue' }),
    ]);
    expect(restedOn(fact.relation(), read)).toEqual([
      'commitment-loan',
      'commitment-visa',
      'commitment-dialogue',
    ]);
    expect(restedOn(fact.generators(partOf('loan')), read)).toEqual([]);
  });

  it('is where what is corrected leads, before and after', () => {
    const stream = 'commitment-hosting';
    const anew = correction('hosting', { replacement: fact.hosting(partOf('visa')) }, { stream });
    expect(restedOn(anew, histories([fact.hosting(partOf('loan'))]))).toEqual([
      ...['commitment-visa', 'commitment-loan'],
    ]);
    expect(restedOn(retract('batch-1'), histories([generators, fact.delivery()]))).toEqual([]);
  });
});

describe('a fact that names', () => {
  const sources = [fact.source(), fact.source({ source: 'donor-release' })];
  const before = [...sources, generators, fact.loan()];

  it('is not recorded again once it is, whatever it named has become since', () => {
    const relation = fact.relation();
    expect(accepted([...before, relation], relation)).toEqual([]);
    const delivery = fact.delivery({ evidence: [{ source: 'donor-release' }] });
    expect(accepted([sources[0] ?? delivery, generators, delivery], delivery)).toEqual([]);
    const fix = tellAnew(fact.delivery({ quantity: exactly('3') }));
    expect(accepted([...before, fact.delivery(), fix], fix)).toEqual([]);
  });

  it('itself is refused for that alone', () => {
    const codes = (asked: LedgerEvent) => refusalsOf(sources, asked).map((said) => said.split(' ')[0]);
    expect(codes(fact.hosting(partOf('hosting')))).toEqual(['related-to-itself']);
    expect(codes(fact.relation({ to: 'generators' }))).toEqual(['not-announced']);
    expect(codes(fact.supersession({ successor: 'generators' }))).toEqual(['not-announced']);
    expect(codes(fact.sameness({ of: 'generators', with: 'generators' }))).toEqual(['not-announced']);
  });

  it('a page of the document of its source is taken, and one of a source without a page is too', () => {
    const document = { sha256: 'a'.repeat(64) } as never;
    const scanned = fact.source({ source: 'scanned', document });
    const anchor = { source: 'scanned', document: 'a'.repeat(64), start: 0, end: 1, passage: 'b'.repeat(64) };
    const told = (evidence: unknown) => fact.delivery({ evidence: evidence as never });
    expect(accepted([...before, scanned], told([anchor]))).toEqual([
      'GeneratorsDelivered in commitment-generators',
    ]);
    expect(accepted([...before, scanned], told([{ source: 'scanned' }]))).toHaveLength(1);
  });

  it('packages waits for each register once, from the earliest day on', () => {
    const criterion = {
      type: 'all',
      of: [{ ...awaiting, after: '2024-12-10' }, awaiting, { ...awaiting, atLeast: 2, after: '2024-12-20' }],
    } as const;
    const decision = recordFacts([{ pointer: '', fact: fact.pressure({ criterion }) }], histories(sources));
    expect('accepted' in decision && decision.accepted.slice(1)).toEqual([
      {
        stream: 'sanctions-JP-RU',
        event: {
          type: 'FulfilmentAwaited',
          data: { commitment: 'pressure', imposer: 'JP', target: 'RU', after: '2024-12-01' },
        },
      },
    ]);
  });
});

describe('what follows from another fact is corrected with that one', () => {
  const conference = fact.conference({ towards: ['generators'] });
  const linked = {
    type: 'FulfilmentLinked',
    data: {
      ...{
        commitment: 'generators',
        fulfilment: 'tokyo-2025',
        by: 'conference',
        title: 'Mine action conference',
      },
      ...{
        happened: '2025-10-22/2025-10-23',
        attribution: conference.data.attribution,
        evidence: conference.data.evidence,
      },
    },
  } as LedgerEvent;
  const successor = fact.relation({
    commitment: 'loan',
    relation: 'generators',
    type: 'supersedes',
    to: 'generators',
  });

  it.each<[string, readonly LedgerEvent[], string, string, string]>([
    [
      'a conference',
      [generators, linked],
      'tokyo-2025',
      'commitment-generators',
      "follows-from-another at '/corrects': names tokyo-2025, which follows from the conference tokyo-2025; correct the conference tokyo-2025; what follows from it is corrected with it",
    ],
    [
      'a supersession',
      [fact.loan(), successor],
      'generators',
      'commitment-loan',
      "follows-from-another at '/corrects': names generators, which follows from the supersession of generators; correct the supersession of generators; what follows from it is corrected with it",
    ],
  ])('%s', (_, history, id, stream, said) => {
    expect(refusalsOf([fact.source(), ...history], retract(id, 'fix-1', stream))).toEqual([said]);
  });

  it('but a relation that somebody stated is corrected itself', () => {
    const history = [fact.source(), generators, fact.loan(), fact.relation()];
    expect(refusalsOf(history, retract('part-of-loan'))).toEqual([]);
  });
});
