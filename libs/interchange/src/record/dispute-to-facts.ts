import type { Background } from './background.ts';
import type { ReadingItem } from './dispute-items.ts';
import type { Item } from './item-kinds.ts';
import type { RecordError } from './record-error.ts';
import type { Sides } from './reporter.ts';
import { attributionFor, evidenceFor, type Result } from './told-by.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * What the event of a dispute holds. Each reading is told by its own source, so that the attribution of the record as a
 * whole, which is of one speaker, is not theirs.
 *
 * @param sides the parties of the commitment; undefined where they cannot be known.
 */
export function disputeEvent(
  { id, readings, ...rest }: Item<'dispute'>,
  background: Background,
  sides: Sides | undefined,
): Result<Data> {
  const read = readings.map((reading, index) =>
    readingIn(reading, `/readings/${index}`, { ...background, attribution: {} }, sides),
  );
  const errors = read.flatMap((each) => ('errors' in each ? each.errors : []));
  if (errors.length > 0) return { errors };
  return {
    value: { dispute: id, ...rest, readings: read.flatMap((each) => ('value' in each ? each.value : [])) },
  };
}

function readingIn(
  { id, attribution: given, evidence: passages, ...says }: ReadingItem,
  at: string,
  background: Background,
  sides: Sides | undefined,
): Result<Data> {
  const telling = { attribution: given, evidence: passages };
  const evidence = evidenceFor(telling, background);
  const attribution = attributionFor(telling, background, () => sides, undefined);
  if ('value' in evidence && 'value' in attribution)
    return {
      value: { reading: id, ...defined(says), attribution: attribution.value, evidence: evidence.value },
    };
  return { errors: [evidence, attribution].flatMap((each) => errorsIn(each, at)) };
}

/** What the event of an assessment holds: it needs no source, and has one only where it was published. */
export function assessmentEvent(
  { id, evidence: passages, ...rest }: Item<'assessment'>,
  background: Background,
): Result<Data> {
  if (passages === undefined) return { value: { assessment: id, ...rest } };
  const evidence = evidenceFor({ evidence: passages }, background);
  return 'errors' in evidence ? evidence : { value: { assessment: id, ...rest, evidence: evidence.value } };
}

const errorsIn = (result: Result<unknown>, at: string): readonly RecordError[] =>
  'errors' in result ? result.errors.map((error) => ({ ...error, pointer: at + error.pointer })) : [];

const defined = (says: Data): Data =>
  Object.fromEntries(Object.entries(says).filter(([, value]) => value !== undefined));
