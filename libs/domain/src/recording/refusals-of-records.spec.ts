import type { LedgerEvent } from '#libs/domain';
import { exactly, fact, refusalsOf, retract, tellAnew } from '#libs/testkit';

const sha256 = (digit: string) => digit.repeat(64);
const anchored = (source: string, document: string) => ({
  evidence: [{ source, document, pages: '1', quote: 'x' }] as never,
});
const scanned = fact.source({ source: 'scanned', document: { sha256: sha256('a') } as never });
const batch = fact.delivery({ quantity: exactly('20') });
const anew = fact.delivery({ quantity: exactly('26') });
const before = [fact.source(), scanned, fact.generators(), fact.loan(), batch];
const register = [...before, fact.package()];

describe('what cannot be recorded of the record itself', () => {
  it.each<[string, readonly LedgerEvent[], LedgerEvent, ...string[]]>([
    [
      'a delivery on the word of nobody',
      before,
      fact.delivery({ delivery: 'b', evidence: [{ source: 'rumour' }] }),
      'unknown-source at \'/evidence/0/source\': names the source rumour, which is not registered; register the source first, or name it under "source" in the same record',
    ],
    [
      'a delivery by a page of another document',
      before,
      fact.delivery({ delivery: 'b', ...anchored('scanned', sha256('b')) }),
      "other-document at '/evidence/0/document': points into another document than the one registered for scanned; use the document with SHA-256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ],
    [
      'a delivery by a page of no document',
      before,
      fact.delivery({ delivery: 'b', ...anchored('press-release', sha256('b')) }),
      "other-document at '/evidence/0/document': points into another document than the one registered for press-release; register press-release with its document",
    ],
    [
      'a delivery told at no meeting',
      before,
      fact.delivery({ delivery: 'b', meeting: 'kyiv' }),
      'not-held at \'/meeting\': names the meeting kyiv, which is not recorded; record the meeting first, or under "meeting" in the same record',
    ],
    [
      'a promise that is part of nothing',
      before,
      fact.hosting({ relations: [{ type: 'part-of', commitment: 'nothing' }] }),
      "unknown-commitment at '/relations/0/commitment': names nothing, which is not a commitment recorded before this one; correct the id, or put the commitment it names before this one",
    ],
    [
      'a relation to nothing',
      before,
      fact.relation({ to: 'nothing' }),
      "unknown-commitment at '/to': names nothing, which is not a commitment recorded before this one; correct the id, or put the commitment it names before this one",
    ],
    [
      'a supersession by nothing',
      before,
      fact.supersession({ successor: 'nothing' }),
      "unknown-commitment at '/successor': names nothing, which is not a commitment recorded before this one; correct the id, or put the commitment it names before this one",
    ],
    [
      'a conference towards nothing',
      before,
      fact.conference({ towards: ['loan', 'nothing'] }),
      "unknown-commitment at '/towards/1': names nothing, which is not a commitment recorded before this one; correct the id, or put the commitment it names before this one",
    ],
    [
      'a circle',
      [...before, fact.relation()],
      fact.relation({ commitment: 'loan', relation: 'back', to: 'generators' }),
      "relation-circle at '/to': closes a circle: loan is part of generators, which is part of loan; relate it to another commitment, or leave the relation out",
    ],
    [
      'a fact told differently',
      before,
      anew,
      "recorded-differently at '': is already recorded as batch-1 with other content (quantity); give the new fact an id of its own, or leave out what is already recorded; record a correction if the record is wrong",
    ],
    [
      'a fact of another type under its id',
      before,
      fact.support({ attachment: 'batch-1' }),
      "recorded-differently at '': is already recorded as batch-1 with other content (type); give the new fact an id of its own, or leave out what is already recorded; record a correction if the record is wrong",
    ],
    [
      'a number given twice',
      register,
      fact.package({ package: 'other' }),
      "package-already-adopted at '/number': package 27 of JP against RU is already in the register as jp-27; use the next number, or null if its number is not known",
    ],
    [
      'a correction of nothing',
      before,
      retract('batch-9'),
      "unknown-fact at '/corrects': names batch-9, of which nothing is recorded here; name a fact by the id under which it was recorded",
    ],
    [
      'a correction of one type by another',
      before,
      tellAnew(fact.support({ attachment: 'batch-1' })),
      "another-fact at '/replacement': is EvidenceAttached, and batch-1 is GeneratorsDelivered; tell the same fact anew, or retract this one and record the other under an id of its own",
    ],
    [
      'a correction of one fact by another',
      before,
      tellAnew(fact.delivery({ delivery: 'batch-2' })),
      "another-fact at '/replacement': is batch-2 of commitment-generators, and not batch-1 of commitment-generators; tell the same fact anew, or retract this one and record the other under an id of its own",
    ],
    [
      'a correction that changes nothing',
      before,
      tellAnew(batch),
      "nothing-corrected at '/replacement': tells batch-1 as it stands already; change what was wrong, or leave the correction out",
    ],
    [
      'a correction that would be refused',
      before,
      tellAnew(fact.delivery({ quantity: exactly('1', 'pumps') })),
      "other-unit at '/replacement/quantity/unit': is pumps, but generators is measured in generators; give the amount in generators, as a source states it",
    ],
    [
      'a correction of a correction in other words',
      [...before, tellAnew(anew)],
      tellAnew(anew, 'fix-1', 'fix-2'),
      "correction-not-replaced at '/replacement': stands for fix-1, which is itself a correction; correct the fact again, since the last correction counts, or retract fix-1 to undo it",
    ],
    [
      'a second retraction',
      [...before, retract('batch-1')],
      retract('batch-1', 'fix-2'),
      "already-retracted at '/corrects': names batch-1, which fix-1 has retracted; retract fix-1, if that was wrong",
    ],
    [
      'a retraction of what others rest on',
      [...before, fact.support({ supports: 'batch-1' })],
      retract('batch-1'),
      "no-longer-fits at '/corrects': would leave second-source standing, which then names batch-1, of which nothing is recorded for this commitment; correct or retract second-source first; the same record may do both",
    ],
    [
      'a retraction of all that a commitment is',
      before,
      retract('generators'),
      "no-longer-fits at '/corrects': would leave batch-1 standing, which belongs to it; correct or retract batch-1 first; the same record may do both",
    ],
    [
      'a retraction of a source',
      before,
      retract('press-release', 'fix-1', 'source-press-release'),
      "rested-upon at '/retracted': would leave nothing of press-release, on which facts elsewhere may rest; tell it anew as it was, and retract the facts that should not have named it",
    ],
    [
      'a replacement on the word of nobody',
      before,
      tellAnew(fact.delivery({ evidence: [{ source: 'rumour' }] })),
      'unknown-source at \'/replacement/evidence/0/source\': names the source rumour, which is not registered; register the source first, or name it under "source" in the same record',
    ],
    [
      'a statement at a meeting nobody held',
      before,
      fact.position({ meeting: 'kyiv' }),
      'not-held at \'/meeting\': names the meeting kyiv, which is not recorded; record the meeting first, or under "meeting" in the same record',
    ],
  ])('is refused with the reason and the remedy: %s', (_, history, asked, ...said) => {
    expect(refusalsOf(history, asked)).toEqual(said);
  });
});
