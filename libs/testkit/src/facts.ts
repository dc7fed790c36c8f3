import type { EventData, EventType, Fact, LedgerEvent, PlainFact } from '#libs/domain';

const MFA: {
  attribution: EventData<'CommitmentAnnounced'>['attribution'];
  evidence: readonly { source: string }[];
} = {
  attribution: { saidBy: 'Ministry of Foreign Affairs', onBehalfOf: 'UA', reporter: 'beneficiary' },
  evidence: [{ source: 'press-release' }],
};

const DONOR: typeof MFA = {
  attribution: { saidBy: 'Ministry of the donor', onBehalfOf: 'JP', reporter: 'committer' },
  evidence: [{ source: 'donor-release' }],
};

/** A fact with what every fact needs filled in: said by the beneficiary's ministry, in a source called press-release. */
const told =
  <Type extends EventType>(type: Type, defaults: Partial<EventData<Type>>) =>
  (data: Partial<EventData<Type>> = {}): Fact<Type> & LedgerEvent =>
    ({ type, data: { ...defaults, ...data } }) as unknown as Fact<Type> & LedgerEvent;

/** Facts to build histories from: each names a plausible fact and takes what the test is about. */
export const fact = {
  source: told('SourceRegistered', {
    source: 'press-release',
    publisher: 'Ministry of Foreign Affairs of Ukraine',
    publisherParty: 'UA',
    title: 'On a meeting',
    published: '2024-11-16',
    language: 'en',
  }),
  meeting: told('MeetingHeld', {
    meeting: 'kyiv',
    title: 'Meeting of two ministers',
    held: '2024-11-16',
    place: { city: 'Kyiv', country: 'UA' },
    participants: [{ name: 'A. Minister', office: 'Minister of Foreign Affairs', party: 'UA' }],
    ...MFA,
  }),
  position: told('PositionStated', {
    position: 'threat',
    stated: '2024-11-16',
    topic: 'security',
    summary: 'It is a threat.',
    ...MFA,
  }),
  total: told('CumulativeReported', {
    report: 'total-2024',
    reported: '2024-11-16',
    total: { qualifier: 'over', value: '12000000000', unit: 'USD' },
    period: '2022-02-24/2024-11-16',
    verb: 'provided',
    committers: ['JP'],
    beneficiaries: ['UA'],
    ...MFA,
  }),
  conference: told('ConferenceHeld', {
    conference: 'tokyo-2025',
    title: 'Mine action conference',
    held: '2025-10-22/2025-10-23',
    place: { city: 'Tokyo', country: 'JP' },
    hosts: ['JP'],
    ...MFA,
  }),
  generators: told('CommitmentAnnounced', {
    commitment: 'generators',
    title: '100 generators',
    kind: 'goods',
    strength: 'declared',
    committers: ['JP'],
    beneficiaries: ['UA'],
    criterion: {
      type: 'count-reached',
      target: { qualifier: 'exactly', value: '100', unit: 'generators' },
      milestone: 'handed-over',
    },
    announced: '2024-11-16',
    due: '2024',
    ...MFA,
  }),
  loan: told('CommitmentAnnounced', {
    commitment: 'loan',
    title: 'A loan',
    kind: 'financial',
    strength: 'declared',
    committers: ['JP'],
    beneficiaries: ['UA'],
    criterion: {
      type: 'sum-reached',
      target: { qualifier: 'over', value: '3000000000', unit: 'USD' },
      milestone: 'disbursed',
    },
    announced: '2024-11-16',
    ...MFA,
  }),
  pressure: told('CommitmentAnnounced', {
    commitment: 'pressure',
    title: 'More sanctions',
    kind: 'sanctions',
    strength: 'agreed',
    committers: ['JP', 'UA'],
    beneficiaries: ['UA'],
    criterion: {
      type: 'acts-after',
      act: 'sanctions-package',
      imposer: 'JP',
      target: 'RU',
      after: '2024-11-16',
      atLeast: 1,
    },
    announced: '2024-11-16',
    ...MFA,
  }),
  hosting: told('CommitmentAnnounced', {
    commitment: 'hosting',
    title: 'To host a conference',
    kind: 'event-hosting',
    strength: 'readiness',
    committers: ['JP'],
    beneficiaries: ['UA'],
    criterion: { type: 'event-held', event: 'a conference on demining', within: '2025' },
    announced: '2024-11-16',
    due: '2025',
    ...MFA,
  }),
  standing: told('CommitmentAnnounced', {
    commitment: 'dialogue',
    title: 'A dialogue',
    kind: 'dialogue',
    strength: 'agreed',
    committers: ['JP', 'UA'],
    beneficiaries: ['UA'],
    criterion: { type: 'standing' },
    announced: '2024-11-16',
    ...MFA,
  }),
  delivery: told('GeneratorsDelivered', {
    commitment: 'generators',
    delivery: 'batch-1',
    quantity: { qualifier: 'some', unit: 'generators' },
    milestone: 'handed-over',
    delivered: '2024-11-16',
    ...MFA,
  }),
  allocation: told('FundsAllocated', {
    commitment: 'loan',
    allocation: 'decision',
    amount: { qualifier: 'over', value: '3000000000', unit: 'USD' },
    allocated: '../2024-11-16',
    ...MFA,
  }),
  disbursement: told('FundsDisbursed', {
    commitment: 'loan',
    disbursement: 'tranche-1',
    amount: { qualifier: 'exactly', value: '1000000000', unit: 'USD' },
    milestone: 'disbursed',
    disbursed: '2025-03-01',
    ...MFA,
  }),
  step: told('StepTaken', {
    commitment: 'visa',
    step: 'waiver',
    title: 'Visas waived',
    taken: '2024-06-24',
    ...MFA,
  }),
  package: told('SanctionsPackageAdopted', {
    package: 'jp-27',
    imposer: 'JP',
    target: 'RU',
    against: ['RU', 'BY'],
    number: 27,
    adopted: '2025-01-10',
    ...MFA,
  }),
  support: told('EvidenceAttached', {
    commitment: 'generators',
    attachment: 'second-source',
    supports: 'generators',
    attached: '2024-11-17',
    ...MFA,
  }),
  passage: told('MilestonePassed', {
    commitment: 'generators',
    passage: 'handed-over-then',
    of: 'batch-1',
    milestone: 'handed-over',
    passed: '2024-12-05',
    ...MFA,
  }),
  stage: told('AgreementStageReached', {
    commitment: 'treaty',
    reaching: 'ratified-by-japan',
    stage: 'ratified',
    by: 'JP',
    reached: '2025-02-03',
    ...MFA,
  }),
  withdrawal: told('CommitmentWithdrawn', {
    commitment: 'generators',
    withdrawal: 'taken-back',
    by: 'JP',
    withdrawn: '2024-12-10',
    ...MFA,
  }),
  release: told('CommitmentReleased', {
    commitment: 'generators',
    release: 'let-go',
    by: 'UA',
    released: '2024-12-10',
    ...MFA,
  }),
  supersession: told('CommitmentSuperseded', {
    commitment: 'generators',
    supersession: 'replaced',
    successor: 'loan',
    superseded: '2024-12-10',
    ...MFA,
  }),
  coverage: told('CoverageDeclared', {
    commitment: 'generators',
    coverage: 'whole-period',
    period: '2024-11-16/2024-12-31',
    declared: '2025-02-01',
    ...MFA,
  }),
  dispute: told('DisputeOpened', {
    commitment: 'generators',
    dispute: 'how-many',
    about: 'batch-1',
    aspect: 'quantity',
    readings: [
      { reading: 'ministry', quantity: { qualifier: 'exactly', value: '138', unit: 'generators' }, ...MFA },
      { reading: 'donor', quantity: { qualifier: 'exactly', value: '137', unit: 'generators' }, ...DONOR },
    ],
    opened: '2025-01-10',
  }),
  resolution: told('DisputeResolved', {
    commitment: 'generators',
    resolution: 'counted-again',
    dispute: 'how-many',
    held: 'donor',
    reason: 'The ministry corrected its list.',
    resolved: '2025-02-01',
    ...MFA,
  }),
  challenge: told('EvidenceChallenged', {
    commitment: 'generators',
    challenge: 'not-seen',
    about: 'batch-1',
    grounds: 'Nobody saw them arrive.',
    challenged: '2025-01-10',
    ...DONOR,
  }),
  assessment: told('AssessmentRecorded', {
    commitment: 'generators',
    assessment: 'view-of-a-desk',
    assessor: 'Desk officer',
    judgement: 'It is going to be late.',
    label: 'overdue-unproven',
    basis: 'Talks with the carrier.',
    assessed: '2024-12-20',
  }),
  sameness: told('SamenessProposed', {
    commitment: 'generators',
    sameness: 'same-batch',
    of: 'batch-1',
    with: 'undp',
    proposed: '2024-12-01',
    by: 'An analyst',
    reason: 'The report came the day after.',
    evidence: [],
  }),
  confirmation: told('SamenessConfirmed', {
    commitment: 'generators',
    confirmation: 'one',
    sameness: 'same-batch',
    confirmed: '2025-02-01',
    by: 'The desk',
    reason: 'The serial numbers agree.',
    evidence: [],
  }),
  rejection: told('SamenessRejected', {
    commitment: 'generators',
    rejection: 'two',
    sameness: 'same-batch',
    rejected: '2025-02-01',
    by: 'The desk',
    reason: 'They stand in other towns.',
    evidence: [],
  }),
  deadline: (data: Partial<EventData<'DeadlinePassed'>> = {}): Fact<'DeadlinePassed'> & LedgerEvent => ({
    type: 'DeadlinePassed',
    data: { commitment: 'generators', due: '2024', passed: '2025-01-01', ...data },
  }),
};

/** A correction of a fact of the commitment `generators`, unless another stream is named. */
export const correction = (
  corrects: string,
  told: Pick<EventData<'CorrectionRecorded'>, 'replacement' | 'retracted'>,
  more: Partial<EventData<'CorrectionRecorded'>> = {},
): Fact<'CorrectionRecorded'> => ({
  type: 'CorrectionRecorded',
  data: {
    stream: 'commitment-generators',
    correction: 'fix-1',
    corrects,
    ...told,
    reason: 'The record was misread.',
    corrected: '2025-02-01',
    ...MFA,
    ...more,
  },
});

/** The same where it should not have been told at all. */
export const retract = (corrects: string, id = 'fix-1', stream = 'commitment-generators') =>
  correction(corrects, { retracted: true }, { correction: id, stream });

/** The same with the fact as it should have been told. */
export const tellAnew = (
  replacement: PlainFact,
  corrects = 'batch-1',
  id = 'fix-1',
  stream = 'commitment-generators',
) => correction(corrects, { replacement }, { correction: id, stream });

/** `quantities.exactly('40')` generators, unless another unit is named. */
export const exactly = (value: string, unit = 'generators') => ({
  qualifier: 'exactly' as const,
  value,
  unit,
});
