import type { LedgerEvent } from '#libs/domain';
import { exactly, fact, refusalsOf } from '#libs/testkit';

const sent = fact.delivery({ quantity: exactly('40'), milestone: 'dispatched', delivered: '2024-11-20' });
const before = [fact.source(), fact.generators(), fact.loan(), sent];
const handedOver = fact.passage({ quantity: exactly('30') });
const more = fact.delivery({ delivery: 'undp', quantity: exactly('32') });
const two = [...before, more];
const pair = (of: string, other: string) => fact.sameness({ sameness: `${of}-${other}`, of, with: other });
const one = (sameness: string) => fact.confirmation({ sameness, confirmation: `${sameness}-one` });
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const chain = ids.slice(1).map((id, index) => pair(ids[index] ?? '', id));
const many = [...before, ...ids.map((delivery) => fact.delivery({ delivery })), ...chain.slice(0, 5)];
const chained = [
  ...two,
  fact.delivery({ delivery: 'third' }),
  pair('batch-1', 'undp'),
  pair('undp', 'third'),
];
const decided = [one('batch-1-undp'), one('undp-third')];
const again = fact.generators({ commitment: 'again' });
const part = fact.generators({
  commitment: 'again',
  relations: [{ type: 'part-of', commitment: 'generators' }],
});
const ofBoth = fact.sameness({ of: 'generators', with: 'again' });

describe('what cannot be recorded of deliveries', () => {
  it.each<[string, readonly LedgerEvent[], LedgerEvent, ...string[]]>([
    [
      'a milestone of nothing',
      before,
      fact.passage({ of: 'batch-9' }),
      "unknown-delivery at '/of': names batch-9, which is no delivery or disbursement recorded for this commitment; correct the id, or record the delivery or disbursement first",
    ],
    [
      'a milestone of money',
      [...before, fact.disbursement()],
      fact.passage({ commitment: 'loan', of: 'tranche-1' }),
      "not-on-its-way at '/milestone': is handed-over, which tranche-1 does not pass on its way; use one of disbursed, credited",
    ],
    [
      'a milestone of goods, of money',
      before,
      fact.passage({ milestone: 'credited' }),
      "not-on-its-way at '/milestone': is credited, which batch-1 does not pass on its way; use one of funded, procured, dispatched, arrived, handed-over, accepted, in-use",
    ],
    [
      'a milestone of other goods',
      before,
      fact.passage({ quantity: exactly('3', 'pumps') }),
      "other-unit at '/quantity/unit': is pumps, but batch-1 is recorded in generators; give the quantity in generators, or leave it out for all of it",
    ],
    [
      'a milestone told in two ways',
      [...before, handedOver],
      fact.passage({ passage: 'again', passed: '2024-12-06' }),
      "milestone-told-differently at '/milestone': is handed over, which handed-over-then says differently (2024-12-05, 30 generators); attach a further source to that, correct it, or record what passed it on another day as a delivery of its own",
    ],
    [
      'a milestone told of more, in two ways',
      before,
      fact.passage({ milestone: 'dispatched', passed: '2024-11-21' }),
      "milestone-told-differently at '/milestone': is dispatched, which batch-1 says differently (2024-11-20); attach a further source to that, correct it, or record what passed it on another day as a delivery of its own",
    ],
    [
      'a milestone before an earlier one',
      before,
      fact.passage({ passed: '2024-11-19' }),
      "milestones-out-of-order at '/passed': is 2024-11-19 for handed over, though it was dispatched on 2024-11-20 (batch-1); correct the day or the milestone: milestones are passed in their order",
    ],
    [
      'an earlier milestone after a later one',
      [...before, handedOver],
      fact.passage({ passage: 'arrived', milestone: 'arrived', passed: '2024-12-06' }),
      "milestones-out-of-order at '/passed': is 2024-12-06 for arrived, though it was handed over on 2024-12-05 (handed-over-then); correct the day or the milestone: milestones are passed in their order",
    ],
    [
      'more than there was',
      before,
      fact.passage({ quantity: exactly('41') }),
      "more-than-delivered at '/quantity': is 41 generators handed over, which does not go with 40 generators dispatched (batch-1); correct the quantity; what is not part of this delivery is recorded as one of its own",
    ],
    [
      'more than had come so far',
      [...before, handedOver],
      fact.passage({ passage: 'used', milestone: 'in-use', passed: '2024-12-20', quantity: exactly('31') }),
      "more-than-delivered at '/quantity': is 31 generators in use, which does not go with 30 generators handed over (handed-over-then); correct the quantity; what is not part of this delivery is recorded as one of its own",
    ],
    [
      'all, where a part had come so far',
      [...before, handedOver],
      fact.passage({ passage: 'used', milestone: 'in-use', passed: '2024-12-20' }),
      "more-than-delivered at '/quantity': is 40 generators in use, which does not go with 30 generators handed over (handed-over-then); correct the quantity; what is not part of this delivery is recorded as one of its own",
    ],
    [
      'more than there was, before that',
      before,
      fact.passage({ milestone: 'procured', passed: '2024-11-18', quantity: exactly('41') }),
      "more-than-delivered at '/quantity': is 41 generators procured, which does not go with 40 generators; correct the quantity; what is not part of this delivery is recorded as one of its own",
    ],
    [
      'the sameness of one with itself',
      two,
      fact.sameness({ with: 'batch-1' }),
      "same-as-itself at '/with': names batch-1 itself; name the other fact that may be the same",
    ],
    [
      'the sameness of what is not recorded',
      two,
      fact.sameness({ of: 'nowhere' }),
      'unknown-fact at \'/of\': names nowhere, which is nothing recorded as having happened towards this commitment; name two allocations, disbursements, deliveries, steps, packages or conferences of one commitment or, of two commitments, the one in "commitment" under "of"',
    ],
    [
      'the sameness with what is not recorded',
      two,
      fact.sameness({ with: 'nowhere' }),
      'unknown-fact at \'/with\': names nowhere, which is nothing recorded as having happened towards this commitment; name two allocations, disbursements, deliveries, steps, packages or conferences of one commitment or, of two commitments, the one in "commitment" under "of"',
    ],
    [
      'the sameness of two kinds',
      [...before, fact.step({ commitment: 'generators', step: 'undp' })],
      fact.sameness(),
      "cannot-be-one at '/with': is a step, and batch-1 is a delivery; name two facts of one kind and one unit, or correct the one that was recorded wrongly",
    ],
    [
      'the sameness of two units',
      [...before, fact.delivery({ delivery: 'undp', quantity: exactly('3', 'pumps') })],
      fact.sameness(),
      "cannot-be-one at '/with': is measured in pumps, and batch-1 in generators, which is never converted to it; name two facts of one kind and one unit, or correct the one that was recorded wrongly",
    ],
    [
      'a sameness proposed already',
      [...two, fact.sameness()],
      fact.sameness({ sameness: 'again' }),
      "sameness-already-proposed at '/with': is what same-batch proposes already; confirm or reject same-batch",
    ],
    [
      'a sameness confirmed already',
      [...two, fact.sameness(), fact.confirmation()],
      fact.sameness({ sameness: 'again' }),
      "sameness-already-decided at '/with': was confirmed already (same-batch, by one); leave it out; if that decision was wrong, correct it",
    ],
    [
      'a sameness rejected already',
      [...two, fact.sameness(), fact.rejection()],
      fact.confirmation(),
      "sameness-already-decided at '/sameness': was rejected already (same-batch, by two); leave it out; if that decision was wrong, correct it",
    ],
    [
      'a sameness that follows',
      [...chained, ...decided],
      pair('batch-1', 'third'),
      "sameness-already-decided at '/with': is settled by what is decided already: batch-1 and third are one; leave it out; if one of those decisions was wrong, correct it",
    ],
    [
      'a rejection of what follows',
      [...chained, pair('batch-1', 'third'), ...decided],
      fact.rejection({ sameness: 'batch-1-third' }),
      "sameness-already-decided at '/sameness': is settled by what is decided already: batch-1 and third are one; leave it out; if one of those decisions was wrong, correct it",
    ],
    [
      'a decision on what nobody proposed',
      two,
      fact.confirmation(),
      "sameness-not-proposed at '/sameness': names same-batch, which nobody has proposed for this commitment; propose it first, or correct the id",
    ],
    [
      'too many that may be one',
      many,
      chain[5] ?? sent,
      "too-many-alike at '/with': would make 7 facts that may be one (f, e, g, d, c, b, a), and at most 6 are kept track of; confirm or reject some of what is proposed among them first",
    ],
    [
      'the sameness with an unknown commitment',
      before,
      ofBoth,
      "unknown-commitment at '/with': names again, which is not a commitment recorded before this one; correct the id, or put the commitment it names before this one",
    ],
    [
      'the sameness of commitments in two units',
      before,
      fact.sameness({ of: 'generators', with: 'loan' }),
      "cannot-be-one at '/with': is measured in USD, and generators in generators, which is never converted to it; name two facts of one kind and one unit, or correct the one that was recorded wrongly",
    ],
    [
      'the sameness of a whole and its part',
      [...before, part],
      ofBoth,
      "already-related at '/with': names generators, which is no second record of it: again is announced as part-of generators; leave it out: sums already count the two once, as their relation says",
    ],
    [
      'the sameness of a part and its whole',
      [...before, part],
      fact.sameness({ commitment: 'again', of: 'again', with: 'generators' }),
      "already-related at '/with': names generators, which is no second record of it: again is announced as part-of generators; leave it out: sums already count the two once, as their relation says",
    ],
    [
      'a sameness under an id that the other has',
      [...before, again, fact.delivery({ commitment: 'again', delivery: 'same-batch' })],
      ofBoth,
      "recorded-differently at '': is already recorded as same-batch with other content (type); give the new fact an id of its own, or leave out what is already recorded; record a correction if the record is wrong",
    ],
  ])('is refused with the reason and the remedy: %s', (_, history, asked, ...said) => {
    expect(refusalsOf(history, asked)).toEqual(said);
  });
});
