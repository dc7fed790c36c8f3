import { z } from 'zod';
import { eventSchemas, type EventType } from './ledger-event.ts';

/**
 * A type is compiled once so many of its events were checked. That takes some milliseconds, and saves 20 µs an event while
 * all of it is new to V8 and five of seven later: a program that reads a few events is the quicker without.
 */
const WORTH_COMPILING = 100;

/**
 * A criterion may join others three levels deep, and `z.compile` writes out each form at each level: a megabyte of code
 * for one such type, a third of a second to make and too much for V8 to optimise. Of these, few are recorded.
 */
const TOO_LARGE: ReadonlySet<EventType> = new Set([
  'CommitmentAmended',
  'CommitmentSpecified',
  'CorrectionRecorded',
]);

const checked = new Map<EventType, number>();
const compiled = new Map<EventType, z.ZodType | undefined>();

/**
 * The schema of a type that is read often, compiled by zod to take what the schema takes and give what it gives, in a
 * quarter of the time; undefined for the others. What it refuses is for the schema itself to refuse, in its own words.
 */
export function quickSchema(type: EventType): z.ZodType | undefined {
  const before = compiled.get(type);
  if (before) return before;
  const times = (checked.get(type) ?? 0) + 1;
  checked.set(type, times);
  if (times !== WORTH_COMPILING) return undefined;
  const schema = compiledSchema(type);
  compiled.set(type, schema);
  return schema;
}

/** The same, at once and at any rate; undefined where compiling does not pay. */
export function compiledSchema(type: EventType): z.ZodType | undefined {
  if (TOO_LARGE.has(type)) return undefined;
  return z.compile<z.ZodType>(type === 'CommitmentAnnounced' ? announcedApart() : eventSchemas[type]);
}

/** An announcement is read often, so its criterion alone is checked by its own schema and not written out. */
function announcedApart(): z.ZodType {
  const { shape } = eventSchemas.CommitmentAnnounced;
  const apart = z.unknown().transform((value, context) => {
    const parsed = shape.criterion.safeParse(value);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });
  return z.strictObject({ ...shape, criterion: apart });
}
