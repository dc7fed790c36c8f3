import { eventSchemas, type LedgerEvent } from '#libs/domain';
import { correction, exactly, fact, given } from '#libs/testkit';

const before = [
  fact.source(),
  fact.source({ source: 'donor-release' }),
  fact.generators(),
  fact.delivery({ quantity: exactly('138') }),
];
const [ministry, donor] = fact.dispute().data.readings;
if (!ministry || !donor) throw new Error('a dispute of two readings');
const readings = [ministry, donor];

describe('a dispute about a fact', () => {
  it.each<[string, LedgerEvent]>([
    ['its quantity', fact.dispute()],
    [
      'its date',
      fact.dispute({
        aspect: 'date',
        readings: readings.map(({ quantity: _, ...rest }, index) => ({ ...rest, date: `2024-12-1${index}` })),
      }),
    ],
    [
      'whether it happened',
      fact.dispute({
        aspect: 'occurrence',
        readings: readings.map(({ quantity: _, ...rest }, index) => ({ ...rest, occurred: index === 0 })),
      }),
    ],
    [
      'a figure beside it, in a unit of its own',
      fact.dispute({
        aspect: 'figure',
        figure: 'trucks',
        readings: readings.map((rest, index) => ({ ...rest, quantity: exactly(`1${index}`, 'trucks') })),
      }),
    ],
    ['the amount of the promise', fact.dispute({ about: 'generators' })],
  ])('is recorded with its readings: %s', (_, dispute) => {
    expect(eventSchemas.DisputeOpened.parse(dispute.data)).toEqual(dispute.data);
    given(...before)
      .when(dispute)
      .then(dispute);
    given(...before, dispute)
      .when(dispute)
      .thenNothingHappens();
  });

  it('is refused about what is not recorded, or has nothing of the kind', () => {
    given(...before)
      .when(fact.dispute({ about: 'batch-2' }))
      .thenRefuses('unknown-fact');
    const occurrence = readings.map(({ quantity: _, ...rest }, index) => ({
      ...rest,
      occurred: index === 0,
    }));
    given(...before, fact.support(), fact.assessment())
      .when(
        fact.dispute({ about: 'second-source', aspect: 'occurrence', readings: occurrence }),
        fact.dispute({ about: 'view-of-a-desk', aspect: 'occurrence', readings: occurrence }),
        fact.dispute({ about: 'generators', aspect: 'date', readings: [] }),
        fact.challenge({ about: 'view-of-a-desk' }),
      )
      .thenRefuses('not-disputable', 'not-disputable', 'not-disputable', 'not-disputable');
    given(fact.source(), fact.source({ source: 'donor-release' }), fact.standing())
      .when(fact.dispute({ commitment: 'dialogue', about: 'dialogue' }))
      .thenRefuses('not-disputable');
  });

  it('is refused with fewer than two readings, or two that say the same in other words', () => {
    given(...before)
      .when(fact.dispute({ readings: [ministry] }))
      .thenRefuses('too-few-readings');
    for (const same of [
      exactly('138'),
      { qualifier: 'between', value: '138', upTo: '138', unit: 'generators' },
    ])
      given(...before)
        .when(fact.dispute({ readings: [ministry, { ...donor, quantity: same as never }] }))
        .thenRefuses('readings-agree');
    given(...before)
      .when(
        fact.dispute({
          aspect: 'date',
          readings: readings.map(({ quantity: _, ...rest }, index) => ({
            ...rest,
            date: ['2024-12', '2024-12-01/2024-12-31'][index],
          })),
        }),
      )
      .thenRefuses('readings-agree');
  });

  it('is refused in a unit that does not compare with that of the fact, or of the first reading of a figure', () => {
    given(...before)
      .when(fact.dispute({ readings: [ministry, { ...donor, quantity: exactly('137', 'pumps') }] }))
      .thenRefuses('incomparable-reading');
    const attendance = [exactly('75', 'participants'), exactly('70', 'countries')];
    given(...before)
      .when(
        fact.dispute({
          aspect: 'figure',
          figure: 'attendance',
          readings: readings.map((rest, index) => ({ ...rest, quantity: attendance[index] })),
        }),
      )
      .thenRefuses('incomparable-reading');
  });

  it('is refused while the same is contested, and taken up again by a new one once that is resolved', () => {
    const again = fact.dispute({ dispute: 'how-many-really' });
    given(...before, fact.dispute())
      .when(again)
      .thenRefuses('already-disputed');
    given(...before, fact.dispute(), fact.resolution())
      .when(again)
      .then(again);
    given(...before, fact.challenge())
      .when(fact.challenge({ challenge: 'not-seen-either' }))
      .thenRefuses('already-disputed');
  });

  it('names only sources that are registered, each reading its own', () => {
    given(fact.source(), fact.generators(), fact.delivery())
      .when(fact.dispute())
      .thenRefuses('unknown-source');
  });

  it.each([
    ['a reading that says something else', { readings: [ministry, { ...donor, date: '2024' }] }],
    ['a reading that says nothing', { readings: [ministry, { ...donor, quantity: undefined }] }],
    ['two readings of one name', { readings: [ministry, { ...donor, reading: 'ministry' }] }],
    ['a figure nobody disputes', { figure: 'attendance' }],
    ['a figure without a name', { aspect: 'figure' as const }],
  ])('has no form with %s', (_, part) => {
    expect(eventSchemas.DisputeOpened.safeParse({ ...fact.dispute().data, ...part }).success).toBe(false);
  });
});

describe('a challenge', () => {
  it('is recorded against a fact, one source of it, or a further source', () => {
    for (const challenge of [
      fact.challenge(),
      fact.challenge({ about: 'generators' }),
      fact.challenge({ contestedSource: 'press-release' }),
      fact.challenge({ about: 'second-source' }),
    ])
      given(...before, fact.support())
        .when(challenge)
        .then(challenge);
  });

  it('is refused against a fact or source that is not there', () => {
    given(...before)
      .when(fact.challenge({ about: 'batch-2' }), fact.challenge({ contestedSource: 'donor-release' }))
      .thenRefuses('unknown-fact', 'unknown-fact');
  });
});

describe('a resolution', () => {
  const open = [...before, fact.dispute()];

  it.each(['ministry', 'donor', null])('is recorded for a reading or for none: %s', (held) => {
    const resolution = fact.resolution({ held });
    given(...open)
      .when(resolution)
      .then(resolution);
  });

  it('is recorded of a challenge, which stands or falls', () => {
    for (const held of ['stands', 'falls']) {
      const resolution = fact.resolution({ dispute: 'not-seen', held });
      given(...before, fact.challenge())
        .when(resolution)
        .then(resolution);
    }
    given(...before, fact.challenge())
      .when(fact.resolution({ dispute: 'not-seen', held: null }))
      .thenRefuses('unknown-reading');
  });

  it('is refused of what is no dispute, is resolved, or has no such reading, and before the dispute was opened', () => {
    given(...before)
      .when(fact.resolution(), fact.resolution({ dispute: 'batch-1' }))
      .thenRefuses('unknown-dispute', 'unknown-dispute');
    given(...open, fact.resolution())
      .when(fact.resolution({ resolution: 'again' }))
      .thenRefuses('already-resolved');
    given(...open)
      .when(fact.resolution({ held: 'nobody' }))
      .thenRefuses('unknown-reading');
    given(...open)
      .when(fact.resolution({ resolved: '2025-01-09' }))
      .thenRefuses('resolved-too-early');
    const sameMonth = fact.resolution({ resolved: '2025-01' });
    given(...open)
      .when(sameMonth)
      .then(sameMonth);
  });
});

describe('an assessment', () => {
  it('is recorded of a commitment that is announced, without evidence and with', () => {
    for (const assessment of [
      fact.assessment(),
      fact.assessment({ evidence: [{ source: 'press-release' }] }),
    ])
      given(...before)
        .when(assessment)
        .then(assessment);
    given(fact.source()).when(fact.assessment()).thenRefuses('not-announced');
    given(...before)
      .when(fact.assessment({ evidence: [{ source: 'nowhere' }] }))
      .thenRefuses('unknown-source');
  });
});

describe('a correction', () => {
  const open = [...before, fact.dispute()];
  it('tells a dispute anew, or retracts it, as any other fact', () => {
    const anew = fact.dispute({ opened: '2025-01-12' });
    for (const corrected of [
      correction('how-many', { replacement: anew }),
      correction('how-many', { retracted: true }),
    ])
      given(...open)
        .when(corrected)
        .then(corrected);
  });

  it('is refused where a dispute or a resolution would be left without ground', () => {
    given(...open)
      .when(correction('batch-1', { retracted: true }))
      .thenRefuses('no-longer-fits');
    given(...open, fact.resolution())
      .when(correction('how-many', { retracted: true }))
      .thenRefuses('no-longer-fits');
  });
});
