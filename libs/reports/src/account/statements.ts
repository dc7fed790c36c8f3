import { type Day } from '#libs/domain';
import { type ScopeSection, type Verification } from '../report.ts';
import { scopeInWords, type Scope } from '../scope.ts';
import { LATE_DAYS } from './survey.ts';

const EXCLUDES: Readonly<Record<Scope['type'], readonly string[]>> = {
  ledger: ['Nothing of what was recorded up to the position on the cover is left out.'],
  commitment: [
    'Other commitments, also those to which this one is related: they are named, and their own sheets are not here.',
    'Stated totals: they are of parties over a time, and not of one commitment.',
  ],
  meeting: [
    'Commitments of the same parties of which nothing was said at this meeting.',
    'Positions and totals stated elsewhere.',
  ],
  parties: [
    'What either party promised to others alone, and what others promised to them.',
    'Positions, exhibitions and acknowledgements; meetings at which only one of the two took part.',
    'Sanctions packages, but for those that count towards a commitment of theirs.',
  ],
};

const INCLUDES: Readonly<Record<Scope['type'], string>> = {
  ledger: 'Every event up to that position, every commitment, source, meeting, position and stated total.',
  commitment:
    'All events of its stream, what elsewhere is said to count towards it, and the registration of each source that any of this names.',
  meeting:
    'What was said there, the whole of each commitment of which something was said there, and the registration of each source that any of this names.',
  parties:
    'The whole of each commitment that one of the two ever was a committer and the other a beneficiary of, alone or with others; totals stated between just them; meetings and signings of both; and the registration of each source named.',
};

/** What the report takes in and leaves out, and by which rules it is judged. */
export function scopeSection(scope: Scope, validAt: Day, position: number): ScopeSection {
  return {
    includes: [
      `This report is about ${scopeInWords(scope)}, by what was recorded up to position ${position}, as it stood at the end of ${validAt}.`,
      INCLUDES[scope.type],
    ],
    criteria: [
      'Each commitment is judged by the criterion that was laid down with it, on the terms in force on that day, and by nobody’s opinion.',
      'Amounts are intervals: the least and the most that the words of the sources allow. A promise is met where the least delivered reaches its floor, and not met only where the record is declared complete.',
      'What is not recorded may have happened (open world), unless a source declares its record complete for the time.',
      'Different units are never added, and of commitments that hold the same amount one is counted.',
      `A fact recorded more than ${LATE_DAYS} days after the day told for it is listed as recorded late.`,
    ],
    excludes: EXCLUDES[scope.type],
  };
}

/** What no such report can show, whatever is in it. */
export const notShown = (hasDocuments: boolean): readonly string[] => [
  'It shows what sources were recorded to say, and not what happened. Sources that were not recorded were not seen.',
  'The world is open: that nothing is recorded of a delivery is no evidence that there was none. Only a source’s own declaration that its record is complete allows that conclusion, and it is quoted where it was used.',
  'Much rests on one side’s word alone: claims of which only one side speaks are listed among the exceptions.',
  hasDocuments
    ? 'Passages are quoted from the documents that were given for this report, after their hashes were compared; documents that were not given are named by place and hash alone.'
    : 'Passages are named by place and hash, and not quoted: whoever holds a document can look them up and compare the hash.',
  'Judgements that persons recorded are told as theirs, and decide nothing here.',
  'It gives evidence and the reasoning from it, and no opinion on any party.',
];

/** How the report is checked by somebody who trusts neither us nor our programs. */
export const verificationOf = (size: number, root: string): Verification => ({
  size,
  root,
  statements: [
    'Leaf n − 1 of the tree is the event at position n: {"event":B,"position":n,"recordedAt":"T"}, where B is the stored RFC 8785 text of the event and T its time, in UTF-8.',
    'The root is the Merkle Tree Hash of RFC 6962 with SHA-256 over the leaves of positions 1 to the size.',
    'The chronology in the data (report.json, data/chronology.csv) has the leaf hash of each event, SHA-256(0x00 || leaf).',
    'figures.jsonl in the bundle names for each figure the places in the leaves it is taken from, and how.',
    'The same request makes the same file, byte for byte, at any later time: ask the ledger again with the instants of the cover, and compare.',
  ],
  commands: [],
});
