import {
  canonical,
  eventSchemas,
  UnsealableText,
  type EventType,
  type FactToRecord,
  type LedgerEvent,
} from '#libs/domain';
import type { Background } from './background.ts';
import { assessmentEvent, disputeEvent } from './dispute-to-facts.ts';
import { factAnew, streamCorrected } from './correction-item.ts';
import { eventForms, eventTypeOf } from './event-forms.ts';
import { faultsOf } from './faults-of.ts';
import {
  type AnyItem,
  type Item,
  type ItemKind,
  type JudgedItem,
  type ToldItem,
  itemSchemas,
} from './item-kinds.ts';
import { expandNumbers } from './package-numbers.ts';
import type { RecordError } from './record-error.ts';
import { sidesOf, sidesTowards } from './sides-of.ts';
import { attributionFor, evidenceFor, sourceIdOf, type Result, type Telling } from './told-by.ts';

export type Facts = { readonly facts: readonly FactToRecord[] } | { readonly errors: readonly RecordError[] };

/**
 * The facts one item tells: one, or for a range of sanctions packages one each. All faults of the item are reported.
 *
 * @param pointer where the item stands; the facts point there, and so do the errors.
 */
export function itemToFacts(kind: ItemKind, raw: unknown, pointer: string, background: Background): Facts {
  const parsed = itemSchemas[kind].safeParse(raw);
  if (!parsed.success) {
    return { errors: faultsOf(itemSchemas[kind], raw, parsed.error.issues, pointer, nameOf(kind)) };
  }
  const one = { kind, item: parsed.data } as AnyItem;
  const result = eventDataOf(one, background);
  const errors = 'errors' in result ? result.errors : [];
  const events = one.kind === 'sanctionsPackage' ? expandNumbers(one.item) : { value: [{}] };
  if ('errors' in events || 'errors' in result) {
    const all = [...errors, ...('errors' in events ? events.errors : [])];
    return { errors: all.map((error) => ({ ...error, pointer: pointer + error.pointer })) };
  }
  const anew = one.kind === 'correction' ? correctedBy(one.item, raw, pointer, background) : { value: {} };
  if ('errors' in anew) return anew;
  const type = eventTypeOf(one);
  const checked = events.value.map((more) =>
    checkedFact(type, { ...result.value, ...anew.value, ...more }, pointer),
  );
  const faults = checked.flatMap((each) => ('errors' in each ? each.errors : []));
  return faults.length > 0
    ? { errors: faults }
    : { facts: checked.flatMap((each) => ('facts' in each ? each.facts : [])) };
}

/** What an item of a kind is called in an error: `a sanctions package`. */
export function nameOf(kind: ItemKind): string {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** What an event of a correction holds in place of what its item does: the stream, and the fact it tells anew. */
function correctedBy(
  item: Item<'correction'>,
  raw: unknown,
  pointer: string,
  background: Background,
): { value: Data } | { errors: readonly RecordError[] } {
  const found = streamCorrected(item);
  if ('errors' in found)
    return { errors: found.errors.map((error) => ({ ...error, pointer: pointer + error.pointer })) };
  const { stream } = found;
  const anew = factAnew(item, stream, raw, (kind, written) =>
    itemToFacts(kind as ItemKind, written, `${pointer}/replacement`, background),
  );
  if ('errors' in anew) return anew;
  return { value: { stream, commitment: undefined, meeting: undefined, replacement: anew.fact } };
}

type Data = Readonly<Record<string, unknown>>;

/** What the event holds. Most items are told by one speaker; a source speaks for itself, and so does who judges. */
function eventDataOf(one: AnyItem, background: Background): Result<Data> {
  switch (one.kind) {
    case 'source':
      return { value: sourceEvent(one.item) };
    case 'dispute':
      return disputeEvent(one.item, background, sidesTowards(one.item.commitment, background));
    case 'assessment':
      return assessmentEvent(one.item, background);
    case 'sameness':
    case 'samenessConfirmation':
    case 'samenessRejection':
      return judgedEvent(one, background);
    default:
      return toldEvent(one, background);
  }
}

/** A judgement is somebody's own, so it takes neither source nor speaker from the record around it. */
function judgedEvent({ kind, item }: JudgedItem, background: Background): Result<Data> {
  const { id, evidence: passages, ...content } = item;
  const evidence: Result<readonly unknown[]> = passages
    ? evidenceFor({ evidence: passages }, background)
    : { value: [] };
  return 'errors' in evidence
    ? evidence
    : { value: { ...content, [eventForms[kind].id]: id, evidence: evidence.value } };
}

const sourceEvent = ({ id, ...rest }: Item<'source'>): Data => ({ source: id, ...rest });

function toldEvent(one: ToldItem, background: Background): Result<Data> {
  const { id, evidence: passages, attribution: given, ...content } = one.item;
  const telling: Telling = { attribution: given, evidence: passages };
  const meeting = 'meeting' in one.item ? one.item.meeting : undefined;
  const at = one.kind === 'meeting' || meeting === null ? undefined : (meeting ?? background.meeting);
  const evidence = evidenceFor(telling, background);
  const committed = one.kind === 'commitment' ? one.item.committers : undefined;
  const attribution = attributionFor(
    telling,
    background,
    (speaker) => sidesOf(one, speaker, background),
    committed,
  );
  const date = dateFor(one, at, telling, background);
  const errors = [evidence, attribution, date].flatMap((part) => ('errors' in part ? part.errors : []));
  if (errors.length > 0 || 'errors' in evidence || 'errors' in attribution || 'errors' in date)
    return { errors };
  return {
    value: {
      ...content,
      ...date.value,
      ...(one.kind !== 'meeting' && { meeting: at }),
      [eventForms[one.kind].id]: id,
      attribution: attribution.value,
      evidence: evidence.value,
    },
  };
}

/** The date an item may leave out: the day of its meeting, else the day its source was published. */
function dateFor(
  one: ToldItem,
  meeting: string | undefined,
  telling: Telling,
  background: Background,
): { value: Data } | { errors: readonly RecordError[] } {
  const { date: key } = eventForms[one.kind];
  if (key === undefined || key in one.item) return { value: {} };
  const source = sourceIdOf(telling, background);
  const isOfSource = [
    ...['attachment', 'coverage', 'relation', 'challenge', 'resolution', 'correction'],
  ].includes(one.kind);
  const held = meeting === undefined || isOfSource ? undefined : background.heldOn(meeting);
  const date = held ?? (source === undefined ? undefined : background.sourceOf(source)?.published);
  if (date !== undefined) return { value: { [key]: date } };
  if (source === undefined) return { errors: [] };
  return {
    errors: [
      {
        pointer: `/${key}`,
        fault: `is missing, and neither a meeting nor ${source} is known here to take it from`,
        remedy: `add "${key}", or describe ${source} under "source" if it is not recorded yet`,
      },
    ],
  };
}

/** The same schema that reads it back from the store has the last word on what goes in. */
function checkedFact(type: EventType, parts: Data, pointer: string): Facts {
  const data = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  const parsed = eventSchemas[type].safeParse(data);
  if (parsed.success) return sealable({ pointer, fact: { type, data: parsed.data } as LedgerEvent });
  return { errors: faultsOf(eventSchemas[type], data, parsed.error.issues, pointer, type) };
}

/** Text that could not be given back as it came in is refused here, where its place is still known. */
function sealable(each: FactToRecord): Facts {
  try {
    canonical(each.fact.data);
    return { facts: [each] };
  } catch (error) {
    if (!(error instanceof UnsealableText)) throw error;
    const fault = 'holds U+0000 or half of a surrogate pair, which cannot be stored as text';
    return { errors: [{ pointer: each.pointer + error.pointer, fault, remedy: 'remove that character' }] };
  }
}
