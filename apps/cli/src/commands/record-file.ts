import {
  decode,
  evidenceIn,
  eventSchemas,
  isAnchor,
  type Anchor,
  type FactToRecord,
  type LedgerEvent,
} from '#libs/domain';
import {
  checkAnchor,
  documentText,
  NotUtf8,
  parseRecordText,
  recordToFacts,
  streamsNamed,
  type DocumentText,
  type RecordText,
} from '#libs/interchange';
import { z } from 'zod';
import type { LedgerClient } from '../client.ts';
import { InvalidInput, type Fault } from '../problems.ts';
import type { PlacedFault } from '../render/faults.ts';

/** A record file whose text could be read, and what is wrong with it otherwise. */
export type ReadRecord = { readonly record: RecordText } | { readonly faults: readonly PlacedFault[] };

/** Reads the text of a record file. */
export function readRecord(text: string): ReadRecord {
  const parsed = parseRecordText(text);
  return 'errors' in parsed ? { faults: parsed.errors } : { record: parsed };
}

/** Faults with the lines of the file they point to. */
export const placed = (faults: readonly Fault[], { locate }: RecordText): readonly PlacedFault[] =>
  faults.map(({ pointer, fault, remedy }) => {
    const place = locate(pointer);
    return { line: place?.line, column: place?.column, pointer, fault, remedy };
  });

/** The facts that a record tells, as far as its form allows. */
export interface CheckedForm {
  readonly facts: readonly FactToRecord[];
  readonly faults: readonly Fault[];
}

/** Checks the form of a record, with what it leans on in the ledger. */
export async function checkForm({ value }: RecordText, client: LedgerClient): Promise<CheckedForm> {
  const alone = recordToFacts(value);
  if ('facts' in alone) return { facts: alone.facts, faults: [] };
  // What it leaves out may follow from sources, meetings and commitments recorded before: then it is no fault.
  const histories = await historiesOf(streamsNamed(value), client);
  const leaning = recordToFacts(value, histories);
  return 'facts' in leaning ? { facts: leaning.facts, faults: [] } : { facts: [], faults: leaning.errors };
}

const storedEvents = z.object({
  items: z.array(z.object({ type: z.string(), schemaversion: z.number(), data: z.looseObject({}) })),
});

async function historiesOf(
  streams: readonly string[],
  client: LedgerClient,
): Promise<ReadonlyMap<string, readonly LedgerEvent[]>> {
  const histories = new Map<string, readonly LedgerEvent[]>();
  for (const stream of streams) {
    const { body } = await client.get('/v1/events', { query: { stream, limit: 1 } });
    const { items } = storedEvents.parse(body);
    histories.set(
      stream,
      items
        .filter(({ type }) => Object.hasOwn(eventSchemas, type))
        .map(({ type, schemaversion, data }) =>
          decode({ type, schema: schemaversion, body: JSON.stringify(data) }),
        ),
    );
  }
  return histories;
}

/**
 * The document that the person gave beside the record.
 *
 * @throws InvalidInput when it is not text.
 */
export function readDocument(bytes: Uint8Array, name: string): DocumentText {
  try {
    return documentText(bytes);
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause;
    throw new InvalidInput([`${name}: ${cause.message}.`], { cause });
  }
}

/** Every anchor that does not fit the document, and a source that names no document or another one. */
export function checkDocument(facts: readonly FactToRecord[], document: DocumentText): readonly Fault[] {
  const anchors = facts.flatMap(anchorsIn);
  const pointing = anchors.filter(({ anchor }) => anchor.document === document.sha256);
  if (pointing.length > 0) {
    return pointing.flatMap(({ anchor, pointer }) => {
      const found = checkAnchor(document, anchor);
      return 'fault' in found ? [{ pointer, ...found }] : [];
    });
  }
  return [
    {
      pointer: '/source/document',
      fault: `does not name the document given, whose SHA-256 is ${document.sha256}`,
      remedy: 'correct it, or give the document that was anchored with --source',
    },
  ];
}

/** The media type under which the record registers a document. */
export function mediaTypeOf(facts: readonly FactToRecord[], sha256: string): string {
  for (const { fact } of facts) {
    if (fact.type !== 'SourceRegistered') continue;
    if (fact.data.document?.sha256 === sha256) return fact.data.document.mediaType;
  }
  return 'text/plain';
}

function anchorsIn({
  pointer,
  fact,
}: FactToRecord): readonly { readonly anchor: Anchor; readonly pointer: string }[] {
  return evidenceIn(fact).flatMap(({ item, pointer: at }) =>
    isAnchor(item) ? [{ anchor: item, pointer: pointer + at }] : [],
  );
}
