import { eventSchemas, recordFacts, type Histories, type LedgerEvent } from '#libs/domain';
import {
  itemSchemas,
  recordToFacts,
  requestToFacts,
  streamsNamed,
  streamsNamedByRequest,
  type Facts,
} from '#libs/interchange';

const source = {
  id: 'release',
  publisher: 'A ministry',
  publisherParty: 'JP',
  title: 'A release',
  published: '2024-11-17',
  language: 'en',
};
const meeting = {
  id: 'kyiv',
  title: 'A meeting',
  held: '2024-11-16',
  place: { city: 'Kyiv', country: 'UA' },
  participants: [{ name: 'A', office: 'Minister', party: 'UA' }],
};
const commitment = {
  id: 'generators-2024',
  title: '100 generators',
  kind: 'goods',
  strength: 'declared',
  committers: ['JP'],
  beneficiaries: ['UA'],
  criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
};
const delivery = { quantity: '40 generators', milestone: 'handed-over', delivered: '2024-12-01' };

const ledger = historiesOf({ source, meeting, commitments: [commitment] });

function factsOf(result: Facts): readonly LedgerEvent[] {
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.facts.map(({ fact }) => fact);
}

function historiesOf(record: unknown): Histories {
  const result = recordToFacts(record);
  const decision = recordFacts('facts' in result ? result.facts : [], new Map());
  if ('refused' in decision) throw new Error(JSON.stringify(decision.refused));
  const histories = new Map<string, LedgerEvent[]>();
  for (const { stream, event } of decision.accepted) {
    histories.set(stream, [...(histories.get(stream) ?? []), event]);
  }
  return histories;
}

describe('a record that leans on what was recorded before', () => {
  const later = {
    source: 'release',
    deliveries: [{ id: 'batch', commitment: 'generators-2024', ...delivery }],
  };

  test('names the streams to read first', () => {
    expect(streamsNamed(later)).toEqual(['source-release', 'commitment-generators-2024']);
    expect(
      streamsNamed({ meeting: 'kyiv', deliveries: [{ evidence: [{ source: 'other' }] }, 5, null] }),
    ).toEqual(['meeting-kyiv', 'source-other']);
    expect(streamsNamed('nothing')).toEqual([]);
  });

  test('given those, then speaker and reporter follow from the source and the parties', () => {
    expect(factsOf(recordToFacts(later, ledger))).toEqual([
      {
        type: 'GeneratorsDelivered',
        data: {
          commitment: 'generators-2024',
          delivery: 'batch',
          quantity: { qualifier: 'exactly', value: '40', unit: 'generators' },
          milestone: 'handed-over',
          delivered: '2024-12-01',
          attribution: { saidBy: 'A ministry', onBehalfOf: 'JP', reporter: 'committer' },
          evidence: [{ source: 'release' }],
        },
      },
    ]);
  });

  test('given a commitment that is not in the ledger, then the domain refuses it, at its place in the record', () => {
    const deliveries = [{ id: 'batch', commitment: 'trucks', ...delivery }];
    const result = recordToFacts({ source: 'release', deliveries }, ledger);
    expect(recordFacts('facts' in result ? result.facts : [], ledger)).toMatchObject({
      refused: [{ code: 'not-announced', pointer: '/deliveries/0/commitment' }],
    });
  });

  test('given a source that is not in the ledger, then that is told once', () => {
    expect(recordToFacts({ ...later, source: 'other', commitments: [commitment] }, ledger)).toMatchObject({
      errors: [{ pointer: '/source', fault: '"other" is not a registered source' }],
    });
  });

  test('given a recorded meeting, then what was said there is dated by it', () => {
    const position = { id: 'p', topic: 'T', summary: 'S' };
    const positions = [position, { ...position, id: 'q', meeting: null }];
    expect(factsOf(recordToFacts({ source: 'release', meeting: 'kyiv', positions }, ledger))).toMatchObject([
      { data: { position: 'p', stated: '2024-11-16', meeting: 'kyiv' } },
      { data: { position: 'q', stated: '2024-11-17' } },
    ]);
  });
});

describe('the order of facts', () => {
  test('given a conference towards a commitment of the record, then it comes after it, and statements after both', () => {
    const conferences = [
      {
        id: 'demining',
        title: 'C',
        held: '2025-10-22',
        place: meeting.place,
        hosts: ['JP'],
        towards: [commitment.id],
      },
    ];
    const positions = [{ id: 'p', topic: 'T', summary: 'S', meeting: 'demining' }];
    const result = recordToFacts({ source, conferences, positions, commitments: [commitment] });
    expect(factsOf(result).map(({ type }) => type)).toEqual([
      'SourceRegistered',
      'CommitmentAnnounced',
      'ConferenceHeld',
      'PositionStated',
    ]);
    expect(recordFacts('facts' in result ? result.facts : [], new Map())).toHaveProperty('accepted');
  });
});

describe('a request for one item', () => {
  const address = { id: 'made-up', commitment: 'generators-2024' };
  const body = { ...delivery, evidence: [{ source: 'release' }] };

  test('given a delivery, then it becomes the same fact as in a record, under the id it names or the one made up', () => {
    expect(streamsNamedByRequest('delivery', body, address)).toEqual([
      'source-release',
      'commitment-generators-2024',
    ]);
    expect(factsOf(requestToFacts('delivery', body, address, ledger))).toMatchObject([
      { type: 'GeneratorsDelivered', data: { delivery: 'made-up', commitment: 'generators-2024' } },
    ]);
    expect(factsOf(requestToFacts('delivery', { ...body, id: 'mine' }, address, ledger))).toMatchObject([
      { data: { delivery: 'mine' } },
    ]);
  });

  test('given faults, then their pointers point into the body', () => {
    expect(requestToFacts('delivery', { ...body, quantity: 'lots', when: 1 }, address, ledger)).toMatchObject(
      {
        errors: [{ pointer: '/quantity' }, { pointer: '/when' }],
      },
    );
    expect(
      requestToFacts('source', { ...source, language: 'English' }, { id: 'x' }, new Map()),
    ).toMatchObject({
      errors: [{ pointer: '/language' }],
    });
    expect(requestToFacts('delivery', 'forty', address, ledger)).toMatchObject({
      errors: [{ pointer: '', fault: '"forty" is not a delivery' }],
    });
  });

  test('given a commitment in the body beside the one in the address, then it is refused', () => {
    expect(requestToFacts('delivery', { ...body, commitment: 'other' }, address, ledger)).toMatchObject({
      errors: [{ pointer: '/commitment' }],
    });
  });
});

test('every field of an event has its place in the item that a person writes', () => {
  const derived = new Set(['package', 'report']);
  const pairs = [
    ['source', 'SourceRegistered'],
    ['meeting', 'MeetingHeld'],
    ['agreement', 'AgreementSigned'],
    ['conference', 'ConferenceHeld'],
    ['position', 'PositionStated'],
    ['total', 'CumulativeReported'],
    ['exhibition', 'ExhibitionPresented'],
    ['acknowledgement', 'ContributionAcknowledged'],
    ['commitment', 'CommitmentAnnounced'],
    ['allocation', 'FundsAllocated'],
    ['disbursement', 'FundsDisbursed'],
    ['delivery', 'GoodsDelivered'],
    ['step', 'StepTaken'],
    ['sanctionsPackage', 'SanctionsPackageAdopted'],
    ['attachment', 'EvidenceAttached'],
    ['withdrawal', 'CommitmentWithdrawn'],
    ['release', 'CommitmentReleased'],
    ['supersession', 'CommitmentSuperseded'],
    ['coverage', 'CoverageDeclared'],
  ] as const;
  for (const [kind, type] of pairs) {
    const written = Object.keys(itemSchemas[kind].shape);
    const missing = Object.keys(eventSchemas[type].shape).filter(
      (key) => key !== kind && !derived.has(key) && !written.includes(key),
    );
    expect({ kind, missing }).toEqual({ kind, missing: [] });
  }
});
