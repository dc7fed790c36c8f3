import { fact } from '#libs/testkit';
import { concernOf, partiesNamed, promisedWith } from './concern.ts';
import type { LedgerEvent } from './ledger-event.ts';

const promisedBy = (...events: readonly LedgerEvent[]) => {
  let promised: ReturnType<typeof promisedWith>;
  for (const event of events) promised = promisedWith(promised, event);
  return promised;
};

describe('whom an event concerns', () => {
  it('is who speaks and who is named, where it is of no commitment', () => {
    expect(concernOf(fact.meeting(), undefined)).toEqual({ parties: ['UA'], kind: null });
    expect(concernOf(fact.package(), undefined)).toEqual({ parties: ['BY', 'JP', 'RU', 'UA'], kind: null });
    expect(concernOf(fact.conference(), undefined)).toEqual({ parties: ['JP', 'UA'], kind: null });
  });

  it('is also to whom and by whom it was promised, where it is of a commitment', () => {
    const promised = promisedBy(fact.generators({ committers: ['JP'], beneficiaries: ['org:undp'] }));
    expect(concernOf(fact.delivery(), promised)).toEqual({
      parties: ['JP', 'UA', 'org:undp'],
      kind: 'goods',
    });
  });

  it('is everybody who was ever said to be party to it, also after a correction, which may change its kind', () => {
    const first = fact.generators({ committers: ['JP'] });
    const told = fact.generators({ committers: ['KR'], kind: 'dialogue' });
    const correction = {
      type: 'CorrectionRecorded',
      data: { replacement: told, attribution: { onBehalfOf: 'UA' } },
    } as unknown as LedgerEvent;
    const promised = promisedBy(first, fact.delivery(), correction);
    expect(promised).toEqual({ kind: 'dialogue', committers: ['JP', 'KR'], beneficiaries: ['UA'] });
    expect(concernOf(correction, promised).parties).toEqual(['JP', 'KR', 'UA']);
  });

  it('changes nothing by what tells of no promise', () => {
    expect(promisedBy(fact.meeting(), fact.delivery())).toBeUndefined();
  });
});

const attribution = { onBehalfOf: 'UA', committed: ['JP', 'KR'] };

describe('the parties that an event itself names', () => {
  it.each<[LedgerEvent['type'], object, readonly string[]]>([
    ['SourceRegistered', { publisherParty: 'org:undp' }, ['org:undp']],
    ['SourceRegistered', {}, []],
    ['MeetingHeld', { participants: [{ party: 'UA' }, { party: 'JP' }] }, ['UA', 'JP']],
    ['ConferenceHeld', { hosts: ['JP', 'FR'] }, ['JP', 'FR']],
    ['AgreementSigned', { parties: ['JP', 'UA'] }, ['JP', 'UA']],
    ['CommitmentAnnounced', { committers: ['JP'], beneficiaries: ['UA'] }, ['JP', 'UA']],
    ['CumulativeReported', { committers: ['JP'], beneficiaries: ['UA'] }, ['JP', 'UA']],
    ['SanctionsPackageAdopted', { imposer: 'JP', target: 'RU', against: ['BY'] }, ['JP', 'RU', 'BY']],
    ['FulfilmentAwaited', { imposer: 'JP', target: 'RU' }, ['JP', 'RU']],
    ['CommitmentWithdrawn', { by: 'JP' }, ['JP']],
    ['CommitmentReleased', { by: 'UA' }, ['UA']],
    [
      'CommitmentAmended',
      { by: ['JP'], terms: { committers: ['KR'], beneficiaries: ['MD'] } },
      ['JP', 'KR', 'MD'],
    ],
    ['CommitmentAmended', { by: ['JP'], terms: {} }, ['JP']],
    [
      'DisputeOpened',
      { readings: [{ attribution: { onBehalfOf: 'JP' } }, { attribution: { onBehalfOf: 'org:undp' } }] },
      ['JP', 'org:undp'],
    ],
    ['AssessmentRecorded', { onBehalfOf: 'JP' }, ['JP']],
    ['AssessmentRecorded', {}, []],
    ['AgreementStageReached', { by: 'JP' }, ['JP']],
    ['AgreementStageReached', {}, []],
    ['DeadlinePassed', {}, []],
    ['GeneratorsDelivered', { attribution }, ['UA', 'JP', 'KR']],
    ['GeneratorsDelivered', { attribution: { onBehalfOf: 'UA' } }, ['UA']],
    ['CommitmentWithdrawn', { by: 'JP', attribution }, ['JP', 'UA', 'JP', 'KR']],
    [
      'CorrectionRecorded',
      { attribution, replacement: { type: 'CommitmentReleased', data: { by: 'MD' } } },
      ['MD', 'UA', 'JP', 'KR'],
    ],
    ['CorrectionRecorded', { attribution, retracted: true }, ['UA', 'JP', 'KR']],
  ])('are, of %s with %j, %j', (type, data, parties) => {
    expect(partiesNamed({ type, data } as unknown as LedgerEvent)).toEqual(parties);
  });
});
