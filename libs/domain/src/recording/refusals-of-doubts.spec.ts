import type { LedgerEvent } from '#libs/domain';
import { exactly, fact, refusalsOf } from '#libs/testkit';

const before = [
  fact.source(),
  fact.source({ source: 'donor-release' }),
  fact.generators(),
  fact.delivery({ quantity: exactly('138') }),
];
const [ministry, donor] = fact.dispute().data.readings;
if (!ministry || !donor) throw new Error('a dispute of two readings');
const against = (unit: string) => [ministry, { ...donor, quantity: exactly('137', unit) }];
const resolved = fact.resolution();

describe('what cannot be recorded of a doubt', () => {
  it.each<[string, readonly LedgerEvent[], LedgerEvent, ...string[]]>([
    [
      'a dispute about what is not recorded',
      before,
      fact.dispute({ about: 'batch-9' }),
      "unknown-fact at '/about': names batch-9, of which nothing is recorded for this commitment; name the commitment itself, or a delivery, payment, conference, end, … recorded for it",
    ],
    [
      'a dispute about the day of a promise',
      before,
      fact.dispute({ about: 'generators', aspect: 'date' }),
      "not-disputable at '/aspect': is date, which generators (CommitmentAnnounced) has nothing of; dispute one of quantity, occurrence, figure, or record a correction",
    ],
    [
      'a dispute about a further source',
      [...before, fact.support()],
      fact.dispute({ about: 'second-source' }),
      "not-disputable at '/about': names second-source (EvidenceAttached), which claims nothing that happened; name the fact that it is about",
    ],
    [
      'a dispute of one',
      before,
      fact.dispute({ readings: [ministry] }),
      "too-few-readings at '/readings': holds one reading, which disagrees with nobody; give what each side says, that of the fact as recorded included; or record a challenge",
    ],
    [
      'a dispute in which all agree',
      before,
      fact.dispute({ readings: [ministry, { ...donor, quantity: exactly('138') }] }),
      "readings-agree at '/readings/1': says the same as ministry; name both sources in the evidence of one reading",
    ],
    [
      'a dispute in units that do not compare',
      before,
      fact.dispute({ readings: against('pumps') }),
      "incomparable-reading at '/readings/1/quantity/unit': is pumps, which cannot be compared with generators; give every reading in generators, or a unit that converts to it",
    ],
    [
      'a dispute about a figure in two units',
      before,
      fact.dispute({ aspect: 'figure', figure: 'trucks', readings: against('trucks') }),
      "incomparable-reading at '/readings/1/quantity/unit': is trucks, which cannot be compared with generators; give every reading in generators, or a unit that converts to it",
    ],
    [
      'a second dispute about the same',
      [...before, fact.dispute()],
      fact.dispute({ dispute: 'again' }),
      "already-disputed at '/about': names what is contested already, by how-many (since 2025-01-10); attach the further source to the fact, or resolve that one first and open this one with all readings",
    ],
    [
      'a challenge of what is not recorded',
      before,
      fact.challenge({ about: 'batch-9' }),
      "unknown-fact at '/about': names batch-9, of which nothing is recorded for this commitment; name the commitment itself, or a delivery, payment, conference, end, … recorded for it",
    ],
    [
      'a challenge of a judgement',
      [...before, fact.assessment()],
      fact.challenge({ about: 'view-of-a-desk' }),
      "not-disputable at '/about': names view-of-a-desk (AssessmentRecorded), which claims nothing that happened; name the fact that it is about",
    ],
    [
      'a challenge of a source that says nothing of it',
      before,
      fact.challenge({ contestedSource: 'donor-release' }),
      "unknown-fact at '/contestedSource': is donor-release, which is not recorded as a source of batch-1; name a source of that fact, or leave it out to contest the fact as a whole",
    ],
    [
      'a second challenge',
      [...before, fact.challenge()],
      fact.challenge({ challenge: 'again' }),
      "already-disputed at '/about': names what is contested already, by not-seen (since 2025-01-10); attach the further source to the fact, or resolve that one first and open this one with all readings",
    ],
    [
      'a resolution of what nobody disputed',
      before,
      resolved,
      "unknown-dispute at '/dispute': names how-many, which is neither a dispute nor a challenge recorded for this commitment; name the id of the dispute or challenge that is resolved",
    ],
    [
      'a second resolution',
      [...before, fact.dispute(), resolved],
      fact.resolution({ resolution: 'again' }),
      "already-resolved at '/dispute': names how-many, which counted-again resolved (2025-02-01); open a new dispute to take it up again",
    ],
    [
      'a resolution by another reading',
      [...before, fact.dispute()],
      fact.resolution({ held: 'nobody' }),
      "unknown-reading at '/held': is nobody, which is not a reading of how-many; name one of ministry, donor, or null where none of them holds",
    ],
    [
      'a challenge resolved by neither',
      [...before, fact.challenge()],
      fact.resolution({ dispute: 'not-seen', held: null }),
      "unknown-reading at '/held': is none, but not-seen is a challenge; name one of stands, falls",
    ],
    [
      'a resolution before the dispute',
      [...before, fact.dispute()],
      fact.resolution({ resolved: '2025-01-09' }),
      "resolved-too-early at '/resolved': is 2025-01-09, before how-many was opened (2025-01-10); correct the date: a dispute is resolved on the day it is opened or later",
    ],
    [
      'a resolution before the challenge',
      [...before, fact.challenge()],
      fact.resolution({ dispute: 'not-seen', held: 'falls', resolved: '2025-01-09' }),
      "resolved-too-early at '/resolved': is 2025-01-09, before not-seen was opened (2025-01-10); correct the date: a dispute is resolved on the day it is opened or later",
    ],
  ])('is refused with the reason and the remedy: %s', (_, history, asked, ...said) => {
    expect(refusalsOf(history, asked)).toEqual(said);
  });
});
