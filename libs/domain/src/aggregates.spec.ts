import {
  commitment,
  meeting,
  sanctionsRegister,
  source,
  unreachable,
  type Decider,
  type LedgerEvent,
  type Refusal,
} from '#libs/domain';
import { correction, fact, retract } from '#libs/testkit';

type LedgerDecider<State> = Decider<State, LedgerEvent, LedgerEvent, Refusal>;
/** The state after some facts. */
const after = <State>({ initial, evolve }: LedgerDecider<State>, ...facts: readonly LedgerEvent[]): State =>
  facts.reduce(evolve, initial);
const decided = <State>(
  decider: LedgerDecider<State>,
  asked: LedgerEvent,
  ...facts: readonly LedgerEvent[]
) => decider.decide(asked, after(decider, ...facts));

describe('a meeting', () => {
  const said = fact.position({ meeting: 'kyiv' });

  it('is the ground of what was said there', () => {
    expect(decided(meeting, said)).toEqual({
      refused: {
        code: 'not-held',
        pointer: '/meeting',
        fault: 'names a meeting that is not recorded',
        remedy: 'record the meeting first, or under "meeting" in the same record',
      },
    });
    for (const opening of [
      fact.meeting(),
      fact.conference(),
      { ...fact.meeting(), type: 'AgreementSigned' } as never,
    ])
      expect(decided(meeting, said, opening)).toEqual({ accepted: [said] });
    expect(after(meeting, fact.meeting(), said).held).toBe(true);
    expect(after(meeting, said).held).toBe(false);
  });

  it('is recorded once', () => {
    expect(decided(meeting, fact.meeting())).toEqual({ accepted: [fact.meeting()] });
    expect(decided(meeting, fact.meeting(), fact.meeting())).toEqual({ accepted: [] });
    expect(decided(meeting, fact.meeting({ held: '2024-11-17' }), fact.meeting())).toMatchObject({
      refused: { code: 'recorded-differently', fault: expect.stringContaining('(held)') },
    });
  });
});

describe('a source', () => {
  const reported = fact.total();

  it('is the ground of what it reports', () => {
    expect(decided(source, reported)).toEqual({
      refused: {
        code: 'unknown-source',
        pointer: '/evidence',
        fault: 'stands on a source that is not registered',
        remedy: 'register the source first, or name it under "source" in the same record',
      },
    });
    expect(decided(source, reported, fact.source())).toEqual({ accepted: [reported] });
    expect(decided(source, reported, fact.source(), reported)).toEqual({ accepted: [] });
    expect(decided(source, fact.source(), fact.source())).toEqual({ accepted: [] });
  });

  it('keeps its document whatever it reports', () => {
    const scanned = fact.source({ document: { sha256: 'a'.repeat(64) } as never });
    expect(after(source, scanned, reported)).toMatchObject({ registered: true, document: 'a'.repeat(64) });
    expect(after(source, fact.source())).not.toHaveProperty('document');
    expect(after(source, reported).registered).toBe(false);
  });
});

describe('a register of sanctions packages', () => {
  const awaited: LedgerEvent = {
    type: 'FulfilmentAwaited',
    data: { commitment: 'pressure', imposer: 'JP', target: 'RU', after: '2024-11-16' },
  };

  it('takes a number once, and any number of packages without one', () => {
    expect(decided(sanctionsRegister, fact.package(), fact.package())).toEqual({ accepted: [] });
    expect(decided(sanctionsRegister, fact.package({ package: 'other' }), fact.package())).toMatchObject({
      refused: { code: 'package-already-adopted' },
    });
    const unnumbered = (id: string) => fact.package({ package: id, number: null });
    expect(decided(sanctionsRegister, unnumbered('b'), unnumbered('a'))).toEqual({
      accepted: [unnumbered('b')],
    });
    expect(decided(sanctionsRegister, fact.package({ number: 28 }), fact.package())).toMatchObject({
      refused: { code: 'recorded-differently' },
    });
  });

  it('knows who waits for its packages, and keeps the two apart', () => {
    expect(decided(sanctionsRegister, awaited, fact.package())).toEqual({ accepted: [awaited] });
    const state = after(
      sanctionsRegister,
      fact.package(),
      awaited,
      retract('jp-27', 'fix-1', 'sanctions-JP-RU'),
    );
    expect(state).toMatchObject({ packages: [fact.package().data], awaited: [awaited.data] });
    expect([state.packages.length, state.awaited.length]).toEqual([1, 1]);
    expect(decided(sanctionsRegister, awaited, awaited)).toEqual({ accepted: [] });
  });
});

describe('a commitment', () => {
  it('is announced once, before anything else', () => {
    expect(() => after(commitment, fact.delivery())).toThrow(
      'GeneratorsDelivered: commitment generators was never announced',
    );
    expect(() => after(commitment, fact.generators(), fact.generators({ title: 'Other' }))).toThrow(
      'CommitmentAnnounced: commitment generators is announced a second time',
    );
  });

  it('has no facts of other streams, and leaves corrections to the history of its own', () => {
    expect(() => decided(commitment, fact.meeting(), fact.generators())).toThrow(
      new TypeError('MeetingHeld does not stand in the stream of a commitment'),
    );
    expect(() => decided(commitment, retract('generators'), fact.generators())).toThrow(
      new TypeError('CorrectionRecorded does not stand in the stream of a commitment'),
    );
    const fix = correction('generators', { replacement: fact.generators({ title: 'Other' }) });
    expect(after(commitment, fact.generators(), fix).announced).toEqual(fact.generators().data);
    expect(after(commitment, fact.generators()).relations).toEqual([]);
  });

  it('takes again what it holds, and as nothing new', () => {
    expect(decided(commitment, fact.delivery(), fact.generators(), fact.delivery())).toEqual({
      accepted: [],
    });
    const announced = after(commitment, fact.generators(), fact.delivery(), fact.support());
    expect(announced).toMatchObject({ ends: [], samenesses: [], statements: [], relations: [] });
  });
});

it('a case that the compiler ruled out stops whoever meets it', () => {
  expect(() => unreachable({ type: 'Other' } as never)).toThrow(
    new Error('Unhandled case: {"type":"Other"}'),
  );
});
