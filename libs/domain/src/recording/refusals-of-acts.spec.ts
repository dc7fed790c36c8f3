import type { EventData, LedgerEvent } from '#libs/domain';
import { exactly, fact, refusalsOf } from '#libs/testkit';

const before = [fact.source(), fact.generators(), fact.loan()];
const energy = fact.generators({
  commitment: 'energy',
  criterion: { type: 'count-reached', target: exactly('20', 'MWh'), milestone: 'handed-over' },
});
const treaty = fact.standing({
  commitment: 'treaty',
  criterion: {
    type: 'stage-reached',
    agreement: 'a treaty of support',
    stage: 'ratified',
    parties: ['JP', 'UA'],
    name: 'treaty',
  },
});
const counted = (target: string) => ({
  criterion: {
    type: 'count-reached' as const,
    target: exactly(target),
    milestone: 'handed-over' as const,
  },
});
const amended = (by: readonly ('JP' | 'UA' | 'PL')[], terms: Terms) => fact.amendment({ by, terms });
type Terms = EventData<'CommitmentAmended'>['terms'];

describe('what cannot be recorded towards a commitment', () => {
  it.each<[string, readonly LedgerEvent[], LedgerEvent, ...string[]]>([
    [
      'a withdrawal by who did not promise',
      before,
      fact.withdrawal({ by: 'UA' }),
      "not-a-committer at '/by': is UA, which did not make generators (JP did); name the committer who withdraws, or record a release if a beneficiary lets it go",
    ],
    [
      'a release by who was promised nothing',
      before,
      fact.release({ by: 'JP' }),
      "not-a-beneficiary at '/by': is JP, to which generators was not made (it was to UA); name the beneficiary who releases, or record a withdrawal if a committer takes it back",
    ],
    [
      'a supersession by itself',
      before,
      fact.supersession({ successor: 'generators' }),
      "related-to-itself at '/successor': names the commitment itself; name the commitment that takes its place",
    ],
    [
      'a withdrawal before the announcement',
      before,
      fact.withdrawal({ withdrawn: '2024-11-15' }),
      "before-announcement at '/withdrawn': is 2024-11-15, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a release before the announcement',
      before,
      fact.release({ released: '2024-11-15' }),
      "before-announcement at '/released': is 2024-11-15, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a supersession before the announcement',
      before,
      fact.supersession({ superseded: '2024-11-15' }),
      "before-announcement at '/superseded': is 2024-11-15, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a withdrawal of what has ended',
      [...before, fact.release()],
      fact.withdrawal(),
      "already-ended at '/withdrawn': is when generators had ended already, by let-go (2024-12-10); leave it out, or correct the date if it came before that",
    ],
    [
      'a release of what has ended',
      [...before, fact.withdrawal()],
      fact.release(),
      "already-ended at '/released': is when generators had ended already, by taken-back (2024-12-10); leave it out, or correct the date if it came before that",
    ],
    [
      'a supersession of what has ended',
      [...before, fact.withdrawal()],
      fact.supersession(),
      "already-ended at '/superseded': is when generators had ended already, by taken-back (2024-12-10); leave it out, or correct the date if it came before that",
    ],
    [
      'an amendment by a stranger',
      before,
      amended(['JP', 'UA', 'PL'], counted('90')),
      "not-a-party at '/by/2': is PL, which is no party to generators (JP, UA are); name the parties that agreed, or name it among the committers or beneficiaries of the new terms",
    ],
    [
      'an amendment by no committer',
      before,
      amended(['UA'], counted('120')),
      "one-sided-amendment at '/by': names no committer of generators; name the committer who agreed to be bound so",
    ],
    [
      'an amendment that binds another',
      before,
      amended(['JP'], { committers: ['JP', 'PL'] }),
      'one-sided-amendment at \'/terms/committers/1\': binds PL, which is not among those who agreed; name it under "by" if it agreed',
    ],
    [
      'an amendment to less',
      before,
      amended(['JP'], counted('90')),
      'one-sided-amendment at \'/terms/criterion\': does not promise at least what was promised, and no beneficiary agreed to it; name the beneficiary under "by" if it agreed; if it did not, generators stands as it was',
    ],
    [
      'an amendment to later',
      before,
      amended(['JP'], { due: '2025' }),
      'one-sided-amendment at \'/terms/due\': is later than what was promised, and no beneficiary agreed to it; name the beneficiary under "by" if it agreed; if it did not, generators stands as it was',
    ],
    [
      'an amendment to less firm',
      before,
      amended(['JP'], { strength: 'readiness' }),
      'one-sided-amendment at \'/terms/strength\': is less firm than what was said, and no beneficiary agreed to it; name the beneficiary under "by" if it agreed; if it did not, generators stands as it was',
    ],
    [
      'an amendment without a committer',
      before,
      amended(['JP', 'PL'], { committers: ['PL'] }),
      'one-sided-amendment at \'/terms/committers\': leaves out who had promised it, and no beneficiary agreed to it; name the beneficiary under "by" if it agreed; if it did not, generators stands as it was',
    ],
    [
      'an amendment without a beneficiary',
      before,
      amended(['JP'], { beneficiaries: ['PL'] }),
      'one-sided-amendment at \'/terms/beneficiaries\': leaves out to whom it was promised, and no beneficiary agreed to it; name the beneficiary under "by" if it agreed; if it did not, generators stands as it was',
    ],
    [
      'an amendment of nothing',
      before,
      amended(['JP'], { due: '2024' }),
      "changes-nothing at '/terms': says nothing of generators that did not hold already; name what the amendment changes, or record a reaffirmation",
    ],
    [
      'a specification of nothing',
      before,
      fact.specification({ terms: {} }),
      "changes-nothing at '/terms': says nothing of loan that did not hold already; name what the specification changes, or record a reaffirmation",
    ],
    [
      'a specification to something else',
      before,
      fact.specification({ terms: counted('9') }),
      "not-a-specification at '/terms/criterion': is not a part of what loan could mean already; record an amendment if the parties changed the promise",
    ],
    [
      'a specification to later',
      before,
      fact.specification({ commitment: 'generators', terms: { due: '2025' } }),
      "not-a-specification at '/terms/due': is not a part of what generators could mean already; record an amendment if the parties changed the promise",
    ],
    [
      'an amendment before the announcement',
      before,
      fact.amendment({ amended: '2024-11-15' }),
      "before-announcement at '/amended': is 2024-11-15, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a specification before the announcement',
      before,
      fact.specification({ specified: '2024-11-15' }),
      "before-announcement at '/specified': is 2024-11-15, before loan was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a reaffirmation before the announcement',
      before,
      fact.reaffirmation({ reaffirmed: '2024-11-15' }),
      "before-announcement at '/reaffirmed': is 2024-11-15, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a reaffirmation of what has ended',
      [...before, fact.withdrawal()],
      fact.reaffirmation(),
      "already-ended at '/reaffirmed': is when generators had ended already, by taken-back (2024-12-10); announce it as a new commitment if it was promised again, or correct the date",
    ],
    [
      'goods towards a sum',
      before,
      fact.delivery({ commitment: 'loan' }),
      "not-measured-so at '/quantity': cannot count towards loan, whose criterion is sum-reached; record it with a commitment whose criterion is count-reached, or has such a condition",
    ],
    [
      'money towards a count',
      before,
      fact.disbursement({ commitment: 'generators' }),
      "not-measured-so at '/amount': cannot count towards generators, whose criterion is count-reached; record it with a commitment whose criterion is sum-reached, or has such a condition",
    ],
    [
      'other goods',
      before,
      fact.delivery({ quantity: exactly('4', 'pumps') }),
      "other-unit at '/quantity/unit': is pumps, but generators is measured in generators; give the amount in generators, as a source states it",
    ],
    [
      'goods measured otherwise',
      [...before, energy],
      fact.delivery({ commitment: 'energy', quantity: exactly('4', 'MW') }),
      "other-unit at '/quantity/unit': is MW (power), but energy is measured in MWh (energy); give the amount in MWh, or another unit that converts to it, as a source states it",
    ],
    [
      'money in a currency that no terms named',
      [...before, fact.specification()],
      fact.disbursement({ amount: exactly('1', 'EUR') }),
      "other-unit at '/amount/unit': is EUR, but loan is measured in USD and JPY; give the amount in USD or JPY, as a source states it",
    ],
    [
      'what nobody announced',
      [fact.source()],
      fact.delivery(),
      "not-announced at '/commitment': names generators, which is not a recorded commitment; announce the commitment first, or correct the id",
    ],
    [
      'a relation stated before',
      [...before, fact.relation()],
      fact.relation({ relation: 'again' }),
      "changes-nothing at '/to': is loan, to which generators is related so already (part-of); leave it out; a further source for what is known is attached as evidence",
    ],
    [
      'a relation to itself',
      before,
      fact.relation({ to: 'generators' }),
      "related-to-itself at '/to': relates the commitment to itself; name the other commitment, or remove the relation",
    ],
    [
      'an announcement related to itself',
      before,
      fact.hosting({
        relations: [
          { type: 'part-of', commitment: 'loan' },
          { type: 'part-of', commitment: 'hosting' },
        ],
      }),
      "related-to-itself at '/relations/1/commitment': relates the commitment to itself; name the other commitment, or remove the relation",
    ],
    [
      'a source for what is not recorded',
      before,
      fact.support({ supports: 'batch-9' }),
      "unknown-fact at '/supports': names batch-9, of which nothing is recorded for this commitment; name the commitment itself, or an allocation, disbursement, delivery or step recorded for it",
    ],
    [
      'completeness of days still to come',
      before,
      fact.coverage({ period: '2024-11-16/2025-02-02' }),
      "period-not-over at '/period': is 2024-11-16/2025-02-02, which ends after it was declared complete (2025-02-01); end the period on the day of the declaration or before, as far as the source speaks of what has happened",
    ],
    [
      'completeness declared before the announcement',
      before,
      fact.coverage({ period: '2024-11-01', declared: '2024-11-02' }),
      "before-announcement at '/declared': is 2024-11-02, before generators was announced (2024-11-16); correct this date or, if the commitment is older, announce that one",
    ],
    [
      'a stage towards a count',
      before,
      fact.stage({ commitment: 'generators' }),
      "not-measured-so at '/stage': cannot count towards generators, whose criterion is count-reached; record it with a commitment whose criterion is stage-reached, or has such a condition",
    ],
    [
      'a stage reached by a stranger',
      [...before, treaty],
      fact.stage({ by: 'PL' }),
      "not-a-party at '/by': is PL, for which treaty does not wait (it does for JP, UA); name one of these parties, or leave it out where all of them reached the stage at once",
    ],
    [
      'a condition of another commitment',
      [...before, treaty],
      fact.stage({ meets: 'visas' }),
      "unknown-condition at '/meets': names visas, which is no condition of treaty; use one of treaty, or leave it out",
    ],
    [
      'a condition where there is none',
      before,
      fact.step({ commitment: 'generators', meets: 'visas' }),
      "unknown-condition at '/meets': names visas, which is no condition of generators; leave it out",
    ],
    [
      'a deadline of other terms',
      before,
      fact.deadline({ due: '2023', passed: '2024-01-01' }),
      "other-deadline at '/due': is 2023, but generators is due 2024; leave it out: the ledger itself records when the deadline of its terms has passed",
    ],
    [
      'a deadline of no terms',
      before,
      fact.deadline({ commitment: 'loan' }),
      "other-deadline at '/due': is 2024, but loan has no deadline; leave it out: the ledger itself records when the deadline of its terms has passed",
    ],
  ])('is refused with the reason and the remedy: %s', (_, history, asked, ...said) => {
    expect(refusalsOf(history, asked)).toEqual(said);
  });
});
