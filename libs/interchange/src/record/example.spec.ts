import { existsSync, readFileSync } from 'node:fs';
import { evidenceIn, recordFacts, type FactToRecord, type LedgerEvent } from '#libs/domain';
import { checkAnchor, documentText, parseRecordText, recordToFacts } from '#libs/interchange';

const root = new URL('../../../../', import.meta.url);
const file = readFileSync(new URL('examples/2024-11-16-kyiv-meeting.yaml', root), 'utf8');
const seed = new URL('../shared/seed/000_a1f8ee5b86c8be85.txt', root);

const facts = factsOf(file);

function factsOf(text: string): readonly FactToRecord[] {
  const parsed = parseRecordText(text);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  const result = recordToFacts(parsed.value);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.facts;
}

function historiesAfter(recorded: readonly FactToRecord[]): Map<string, LedgerEvent[]> {
  const decision = recordFacts(recorded, new Map());
  if ('refused' in decision) throw new Error(JSON.stringify(decision.refused));
  const histories = new Map<string, LedgerEvent[]>();
  for (const { stream, event } of decision.accepted) {
    histories.set(stream, [...(histories.get(stream) ?? []), event]);
  }
  return histories;
}

const ofType = <Type extends LedgerEvent['type']>(type: Type) =>
  facts.flatMap(({ fact }) => (fact.type === type ? [fact as Extract<LedgerEvent, { type: Type }>] : []));

const announced = (id: string) =>
  ofType('CommitmentAnnounced').find(({ data }) => data.commitment === id)?.data;

describe('the example of the Kyiv meeting', () => {
  test('given an empty ledger, then all of it is accepted, and a second time nothing is new', () => {
    const histories = historiesAfter(facts);
    expect([...histories.values()].flat()).toHaveLength(facts.length + 1);
    expect(recordFacts(facts, histories)).toEqual({ accepted: [] });
  });

  test('holds every kind of statement of the document', () => {
    const counts: Record<string, number> = {};
    for (const { fact } of facts) counts[fact.type] = (counts[fact.type] ?? 0) + 1;
    expect(counts).toEqual({
      SourceRegistered: 1,
      MeetingHeld: 1,
      AgreementSigned: 1,
      ConferenceHeld: 1,
      PositionStated: 12,
      CumulativeReported: 1,
      ExhibitionPresented: 1,
      ContributionAcknowledged: 2,
      CommitmentAnnounced: 12,
      FundsAllocated: 1,
      GeneratorsDelivered: 1,
      SanctionsPackageAdopted: 26,
    });
  });

  test('keeps the words of amounts: over 12 billion in total, 100 generators, a batch of unknown size', () => {
    expect(ofType('CumulativeReported')[0]?.data.total).toEqual({
      qualifier: 'over',
      value: '12000000000',
      unit: 'USD',
    });
    expect(announced('generators-2024')).toMatchObject({
      criterion: {
        target: { qualifier: 'exactly', value: '100', unit: 'generators' },
        milestone: 'handed-over',
      },
      due: '2024',
    });
    expect(ofType('GeneratorsDelivered')[0]?.data).toMatchObject({
      commitment: 'generators-2024',
      quantity: { qualifier: 'some', unit: 'generators' },
      delivered: '2024-11-16',
    });
  });

  test('tells who reports: the beneficiary of a grant, a committer of a joint promise, a third party of a package', () => {
    expect(announced('generators-2024')?.attribution).toEqual({
      saidBy: 'Andrii Sybiha, Minister of Foreign Affairs of Ukraine',
      onBehalfOf: 'UA',
      committed: ['JP'],
      reporter: 'beneficiary',
    });
    expect(announced('sanctions-pressure')?.attribution.reporter).toBe('committer');
    expect(ofType('FundsAllocated')[0]?.data.attribution.reporter).toBe('beneficiary');
    expect(ofType('SanctionsPackageAdopted')[0]?.data.attribution.reporter).toBe('third-party');
  });

  test('numbers the packages 1 to 26, each with an id and the meeting of its own', () => {
    const packages = ofType('SanctionsPackageAdopted').map(({ data }) => data);
    expect(packages.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
    expect(packages[25]).toMatchObject({ package: 'jp-ru-package-26', meeting: 'kyiv-2024-11-16' });
  });

  const withDocument = existsSync(seed) ? test : test.skip;
  withDocument('every anchor names a passage of the document', () => {
    const document = documentText(readFileSync(seed));
    const anchors = facts.flatMap(({ fact }) => evidenceIn(fact).map(({ item }) => item));
    expect(anchors.length).toBeGreaterThan(facts.length - 1);
    for (const anchor of anchors) {
      if (!('document' in anchor)) throw new Error('evidence without an anchor');
      expect(checkAnchor(document, anchor)).toEqual({ words: expect.any(String) });
    }
  });
});
