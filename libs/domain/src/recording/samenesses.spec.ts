import { exactly, fact, given } from '#libs/testkit';

const source = fact.source();
const generators = fact.generators();
const batch = fact.delivery();
const undp = fact.delivery({ delivery: 'undp', quantity: exactly('32') });
const recorded = [source, generators, batch, undp] as const;

describe('that two happenings may be one', () => {
  it('is proposed once, then confirmed or rejected once', () => {
    given(...recorded)
      .when(fact.sameness())
      .then(fact.sameness());
    given(...recorded, fact.sameness())
      .when(fact.sameness())
      .thenNothingHappens();
    given(...recorded, fact.sameness())
      .when(fact.confirmation())
      .then(fact.confirmation());
    given(...recorded, fact.sameness())
      .when(fact.rejection())
      .then(fact.rejection());
  });

  it('is not proposed of a fact and itself, or of what is not recorded as having happened', () => {
    given(...recorded)
      .when(fact.sameness({ with: 'batch-1' }))
      .thenRefuses('same-as-itself');
    given(...recorded)
      .when(fact.sameness({ with: 'nowhere' }))
      .thenRefuses('unknown-fact');
    given(...recorded)
      .when(fact.sameness({ with: 'generators' }))
      .thenRefuses('unknown-fact');
    given().when(fact.sameness()).thenRefuses('not-announced');
  });

  it('is not proposed of things of two kinds', () => {
    const step = fact.step({ commitment: 'generators', step: 'undp' });
    given(source, generators, batch, step).when(fact.sameness()).thenRefuses('cannot-be-one');
  });

  it('is not proposed again of the same two, in whatever order', () => {
    const again = fact.sameness({ sameness: 'again', of: 'undp', with: 'batch-1' });
    given(...recorded, fact.sameness())
      .when(again)
      .thenRefuses('sameness-already-proposed');
    given(...recorded, fact.sameness(), fact.rejection())
      .when(again)
      .thenRefuses('sameness-already-decided');
  });

  it('is not decided twice, or without a proposal', () => {
    given(...recorded)
      .when(fact.confirmation())
      .thenRefuses('sameness-not-proposed');
    given(...recorded, fact.sameness(), fact.confirmation())
      .when(fact.rejection())
      .thenRefuses('sameness-already-decided');
  });

  it('is not decided against what follows from other decisions', () => {
    const third = fact.delivery({ delivery: 'third' });
    const pair = (of: string, other: string) =>
      fact.sameness({ sameness: `${of}-${other}`, of, with: other });
    const one = (sameness: string) => fact.confirmation({ sameness, confirmation: `${sameness}-one` });
    const open = [...recorded, third, pair('batch-1', 'undp'), pair('undp', 'third')];
    const settled = [...open, one('batch-1-undp'), one('undp-third')];
    given(...settled)
      .when(pair('batch-1', 'third'))
      .thenRefuses('sameness-already-decided');
    given(...open, pair('batch-1', 'third'), one('batch-1-undp'), one('undp-third'))
      .when(fact.rejection({ sameness: 'batch-1-third' }))
      .thenRefuses('sameness-already-decided');
  });

  it('is kept track of for six at most', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const deliveries = ids.map((delivery) => fact.delivery({ delivery }));
    const chain = ids
      .slice(1)
      .map((id, index) => fact.sameness({ sameness: `s-${id}`, of: ids[index] ?? '', with: id }));
    given(source, generators, ...deliveries, ...chain.slice(0, 5))
      .when(...chain.slice(5))
      .thenRefuses('too-many-alike');
  });
});

describe('that two commitments may be one', () => {
  const again = fact.generators({ commitment: 'again' });
  const proposed = fact.sameness({ of: 'generators', with: 'again' });
  const mirrored = fact.sameness({ commitment: 'again', of: 'again', with: 'generators' });

  it('stands in the streams of both, and so does the decision, whichever of them it is told of', () => {
    given(source, generators, again).when(proposed).then(proposed, mirrored);
    given(source, generators, again, proposed, mirrored)
      .when(fact.confirmation())
      .then(fact.confirmation(), fact.confirmation({ commitment: 'again' }));
    given(source, generators, again, proposed, mirrored)
      .when(fact.rejection({ commitment: 'again' }))
      .then(fact.rejection({ commitment: 'again' }), fact.rejection());
    given(source, generators, again)
      .when(proposed, fact.confirmation())
      .then(...[proposed, mirrored, fact.confirmation(), fact.confirmation({ commitment: 'again' })]);
  });

  it('is refused where the other is not recorded, is measured otherwise or is related', () => {
    given(source, generators).when(proposed).thenRefuses('unknown-commitment');
    given(source, generators, fact.loan())
      .when(fact.sameness({ of: 'generators', with: 'loan' }))
      .thenRefuses('cannot-be-one');
    const part = fact.generators({
      commitment: 'again',
      relations: [{ type: 'part-of', commitment: 'generators' }],
    });
    given(source, generators, part).when(proposed).thenRefuses('already-related');
    given(source, generators, part).when(mirrored).thenRefuses('already-related');
  });

  it('is refused where its id is taken in the other stream, so that nothing is half recorded', () => {
    const taken = fact.delivery({ commitment: 'again', delivery: 'same-batch' });
    given(source, generators, again, taken).when(proposed).thenRefuses('recorded-differently');
  });

  it('is no matter of a happening that has the id of the other commitment', () => {
    const named = fact.delivery({ delivery: 'again' });
    given(...recorded, again, named, proposed, mirrored)
      .when(fact.sameness({ sameness: 'other', of: 'batch-1', with: 'again' }))
      .then(fact.sameness({ sameness: 'other', of: 'batch-1', with: 'again' }));
  });
});

describe('what can only follow a promise', () => {
  it('is not dated certainly before its announcement', () => {
    given(source, generators)
      .when(fact.withdrawal({ withdrawn: '2024-11-15' }))
      .thenRefuses('before-announcement');
    given(source, generators)
      .when(fact.release({ released: '2024-10' }))
      .thenRefuses('before-announcement');
    given(source, generators)
      .when(fact.coverage({ declared: '2024-11-15', period: '2024-11-01/2024-11-15' }))
      .thenRefuses('before-announcement');
    given(source, generators)
      .when(fact.withdrawal({ withdrawn: '2024-11' }))
      .then(fact.withdrawal({ withdrawn: '2024-11' }));
  });
});
