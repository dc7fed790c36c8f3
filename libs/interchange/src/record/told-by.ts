import type { Attribution, Evidence } from '#libs/domain';
import type { Background, SourceData } from './background.ts';
import type { ItemAttribution, Passage } from './item-vocabulary.ts';
import type { RecordError } from './record-error.ts';
import { reporterOf, type Sides } from './reporter.ts';

/** The parts of an item that say how it is known. */
export interface Telling {
  readonly attribution?: ItemAttribution | undefined;
  readonly evidence?: readonly Passage[] | undefined;
}

/** A value, or everything that keeps us from it. Pointers are relative to the item. */
export type Result<Value> = { readonly value: Value } | { readonly errors: readonly RecordError[] };

/** The source an item stands on: that of its first passage, or the record's own. */
export const sourceIdOf = ({ evidence }: Telling, background: Background): string | undefined =>
  evidence?.[0]?.source ?? background.source;

/** The evidence of an item, with what it leaves out taken from the record's source. */
export function evidenceFor(item: Telling, background: Background): Result<readonly Evidence[]> {
  if (item.evidence === undefined) return evidenceLeftOut(background);
  const errors: RecordError[] = [];
  const value = item.evidence.flatMap((passage, index): readonly Evidence[] => {
    const source = passage.source ?? background.source;
    const { start, end, passage: digest } = passage;
    const document =
      passage.document ?? (source === undefined ? undefined : background.sourceOf(source)?.document?.sha256);
    if (source === undefined) {
      errors.push({ ...noSource, pointer: `/evidence/${index}` });
      return [];
    }
    if (start === undefined || end === undefined || digest === undefined) return [{ source }];
    if (document === undefined) {
      errors.push({
        pointer: `/evidence/${index}`,
        fault: `is a passage of ${source}, whose document is not known`,
        remedy: `give the SHA-256 of its bytes as "document", here or where ${source} is described`,
      });
      return [];
    }
    return [{ source, document, start, end, passage: digest }];
  });
  return errors.length > 0 ? { errors } : { value };
}

function evidenceLeftOut({ source, sourceOf }: Background): Result<readonly Evidence[]> {
  if (source === undefined) return { errors: [{ ...noSource, pointer: '/evidence' }] };
  if (sourceOf(source)?.document === undefined) return { value: [{ source }] };
  return {
    errors: [
      {
        pointer: '/evidence',
        fault: 'is missing, and the source has a document to point into',
        remedy: 'run ledger anchor DOCUMENT "words of the passage" and paste what it prints under "evidence"',
      },
    ],
  };
}

const noSource = {
  fault: 'names no source',
  remedy:
    'name one in each passage, as in evidence: [{ source: ID }], or for all of the record under "source"',
};

/**
 * Who says what an item tells, from the item, else from the record, else from its source: a publisher that nobody is
 * quoted by speaks for itself.
 *
 * @param sides gives the parties on either side once it is known for whom the speaker speaks; undefined where they
 * cannot be known.
 * @param committed who is bound by it, where anybody is.
 */
export function attributionFor(
  item: Telling,
  background: Background,
  sides: (onBehalfOf: string) => Sides | undefined,
  committed: readonly string[] | undefined,
): Result<Attribution> {
  const id = sourceIdOf(item, background);
  const source = id === undefined ? undefined : background.sourceOf(id);
  const given = { ...background.attribution, ...item.attribution };
  const saidBy = given.saidBy ?? source?.publisher;
  const onBehalfOf = given.onBehalfOf ?? source?.publisherParty;
  if (saidBy === undefined || onBehalfOf === undefined) {
    return {
      errors:
        id === undefined ? [] : [unattributed(saidBy === undefined ? 'saidBy' : 'onBehalfOf', source, id)],
    };
  }
  const bound = item.attribution?.committed ?? committed;
  const parties = given.reporter ? undefined : sides(onBehalfOf);
  const reporter = given.reporter ?? (parties && reporterOf(source?.publisherParty ?? onBehalfOf, parties));
  if (reporter === undefined) return { errors: [reporterUnknown] };
  return { value: { saidBy, onBehalfOf, ...(bound && { committed: [...bound] }), reporter } };
}

const unattributed = (key: string, source: SourceData | undefined, id: string): RecordError => ({
  pointer: `/attribution/${key}`,
  fault: source
    ? `is missing, and ${id} has no publisherParty to take it from`
    : `is missing, and ${id} is not known here`,
  remedy: `name ${key === 'saidBy' ? 'the speaker' : 'the party the speaker speaks for'} under "attribution", once for the record or here`,
});

const reporterUnknown: RecordError = {
  pointer: '/attribution/reporter',
  fault: 'is missing, and the commitment whose parties it follows from is not in this record',
  remedy: 'add attribution: { reporter: … } with one of committer, beneficiary, third-party',
};
