import { recordFacts, type LedgerEvent } from '#libs/domain';
import { fact, given, histories, PaperLedger } from '#libs/testkit';

const before = [fact.source(), fact.generators(), fact.loan(), fact.hosting(), fact.standing()];
const related = (commitment: string, to: string, type: 'part-of' | 'funded-from' | 'reaffirms' = 'part-of') =>
  fact.relation({ commitment, to, type, relation: `${type}-${to}` });
const faultOf = (history: readonly LedgerEvent[], ...facts: readonly LedgerEvent[]): string => {
  const asked = facts.map((each, index) => ({ pointer: `/${index}`, fact: each }));
  const decision = recordFacts(asked, histories(history));
  return 'refused' in decision ? (decision.refused[0]?.fault ?? '') : 'accepted';
};

describe('a relation stated after the announcement', () => {
  it('is recorded with the commitment that has it, once', () => {
    const part = related('generators', 'loan');
    given(...before)
      .when(part)
      .then(part);
    given(...before, part)
      .when(part)
      .thenNothingHappens();
    given(...before, part)
      .when(fact.relation({ relation: 'told-otherwise' }))
      .thenRefuses('changes-nothing');
  });

  it('names a commitment that is recorded, and not the one that has it', () => {
    given(...before)
      .when(related('generators', 'nobody-promised'), related('loan', 'loan'))
      .thenRefuses('unknown-commitment', 'related-to-itself');
  });

  it('closes no circle with what was announced, whatever the relations are, and the circle is named', () => {
    const whole = fact.loan({ commitment: 'whole' });
    const part = fact.loan({ commitment: 'part', relations: [{ type: 'funded-from', commitment: 'whole' }] });
    given(...before, whole, part)
      .when(related('whole', 'part'))
      .thenRefuses('relation-circle');
    expect(faultOf([...before, whole, part], related('whole', 'part'))).toBe(
      'closes a circle: whole is part of part, which is funded from whole',
    );
  });

  it('closes no circle within one request, through commitments announced there as well', () => {
    const fresh = fact.loan({ commitment: 'fresh', relations: [{ type: 'reaffirms', commitment: 'loan' }] });
    given(...before, related('loan', 'hosting'))
      .when(fresh, related('hosting', 'fresh'))
      .thenRefuses('relation-circle');
    given(...before)
      .when(
        related('generators', 'loan'),
        related('loan', 'hosting', 'funded-from'),
        related('hosting', 'generators'),
      )
      .thenRefuses('relation-circle');
  });

  it('closes no circle through a supersession, from either side', () => {
    const ledger = new PaperLedger();
    ledger.record(...before, fact.supersession());
    expect(() => ledger.record(related('generators', 'loan'))).toThrow(
      /generators is part of loan, which supersedes generators/,
    );
    ledger.record(related('hosting', 'loan'));
    expect(() => ledger.record(related('generators', 'hosting'))).toThrow('relation-circle');
    const supersession = fact.supersession({ commitment: 'hosting', successor: 'generators' });
    expect(() => ledger.record(supersession)).toThrow(
      /generators supersedes hosting, which is part of loan, which supersedes generators/,
    );
  });

  it('leaves two ways to one commitment open', () => {
    const both = [
      related('generators', 'loan'),
      related('hosting', 'loan'),
      related('generators', 'hosting'),
    ];
    given(...before)
      .when(...both)
      .then(...both);
  });
});
