import {
  canonical,
  commitmentStream,
  eventSchemas,
  UnsealableText,
  type EventType,
  type FactToRecord,
  type LedgerEvent,
} from '#libs/domain';
import type { Background } from './background.ts';
import { assessmentEvent, disputeEvent } from './dispute-to-facts.ts';
import { factAnew } from './correction-item.ts';
import { faultsOf } from './faults-of.ts';
import { type Item, type ItemKind, itemSchemas } from './item-kinds.ts';
import { expandNumbers } from './package-numbers.ts';
import type { RecordError } from './record-error.ts';
import type { Sides } from './reporter.ts';
import { attributionFor, evidenceFor, sourceIdOf, type Result, type Telling } from './told-by.ts';

export type Facts = { readonly facts: readonly FactToRecord[] } | { readonly errors: readonly RecordError[] };

type AnyItem = { readonly [Kind in ItemKind]: { readonly kind: Kind; readonly item: Item<Kind> } }[ItemKind];

/** Under which key the event keeps the id, and which date an item may leave out. */
interface EventForm {
  readonly id: string;
  readonly date?: string;
}

const forms: Readonly<Record<ItemKind, EventForm>> = {
  source: { id: 'source' },
  meeting: { id: 'meeting' },
  agreement: { id: 'agreement' },
  conference: { id: 'conference' },
  position: { id: 'position', date: 'stated' },
  total: { id: 'report', date: 'reported' },
  exhibition: { id: 'exhibition', date: 'presented' },
  acknowledgement: { id: 'acknowledgement', date: 'acknowledged' },
  commitment: { id: 'commitment', date: 'announced' },
  allocation: { id: 'allocation' },
  disbursement: { id: 'disbursement' },
  delivery: { id: 'delivery' },
  passage: { id: 'passage' },
  step: { id: 'step' },
  agreementStage: { id: 'reaching' },
  sanctionsPackage: { id: 'package' },
  attachment: { id: 'attachment', date: 'attached' },
  correction: { id: 'correction', date: 'corrected' },
  withdrawal: { id: 'withdrawal' },
  release: { id: 'release' },
  supersession: { id: 'supersession' },
  coverage: { id: 'coverage', date: 'declared' },
  amendment: { id: 'amendment' },
  specification: { id: 'specification', date: 'specified' },
  reaffirmation: { id: 'reaffirmation', date: 'reaffirmed' },
  relation: { id: 'relation', date: 'stated' },
  dispute: { id: 'dispute' },
  challenge: { id: 'challenge', date: 'challenged' },
  resolution: { id: 'resolution', date: 'resolved' },
  assessment: { id: 'assessment' },
  sameness: { id: 'sameness' },
  samenessConfirmation: { id: 'confirmation' },
  samenessRejection: { id: 'rejection' },
};

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

function eventTypeOf(one: AnyItem): EventType {
  switch (one.kind) {
    case 'source':
      return 'SourceRegistered';
    case 'meeting':
      return 'MeetingHeld';
    case 'agreement':
      return 'AgreementSigned';
    case 'conference':
      return 'ConferenceHeld';
    case 'position':
      return 'PositionStated';
    case 'total':
      return 'CumulativeReported';
    case 'exhibition':
      return 'ExhibitionPresented';
    case 'acknowledgement':
      return 'ContributionAcknowledged';
    case 'commitment':
      return 'CommitmentAnnounced';
    case 'allocation':
      return 'FundsAllocated';
    case 'disbursement':
      return 'FundsDisbursed';
    case 'delivery':
      return one.item.quantity.unit === 'generators' ? 'GeneratorsDelivered' : 'GoodsDelivered';
    case 'passage':
      return 'MilestonePassed';
    case 'step':
      return 'StepTaken';
    case 'agreementStage':
      return 'AgreementStageReached';
    case 'sanctionsPackage':
      return 'SanctionsPackageAdopted';
    case 'attachment':
      return 'EvidenceAttached';
    case 'correction':
      return 'CorrectionRecorded';
    case 'withdrawal':
      return 'CommitmentWithdrawn';
    case 'release':
      return 'CommitmentReleased';
    case 'supersession':
      return 'CommitmentSuperseded';
    case 'coverage':
      return 'CoverageDeclared';
    case 'amendment':
      return 'CommitmentAmended';
    case 'specification':
      return 'CommitmentSpecified';
    case 'reaffirmation':
      return 'CommitmentReaffirmed';
    case 'relation':
      return 'CommitmentRelated';
    case 'dispute':
      return 'DisputeOpened';
    case 'challenge':
      return 'EvidenceChallenged';
    case 'resolution':
      return 'DisputeResolved';
    case 'assessment':
      return 'AssessmentRecorded';
    case 'sameness':
      return 'SamenessProposed';
    case 'samenessConfirmation':
      return 'SamenessConfirmed';
    case 'samenessRejection':
      return 'SamenessRejected';
  }
}

/** What an event of a correction holds in place of what its item does: the stream, and the fact it tells anew. */
function correctedBy(
  item: Item<'correction'>,
  raw: unknown,
  pointer: string,
  background: Background,
): { value: Data } | { errors: readonly RecordError[] } {
  const anew = factAnew(item, raw, (kind, written) =>
    itemToFacts(kind as ItemKind, written, `${pointer}/replacement`, background),
  );
  if ('errors' in anew) return anew;
  const stream = commitmentStream(item.commitment);
  return { value: { stream, commitment: undefined, meeting: undefined, replacement: anew.fact } };
}

type JudgedItem = Extract<
  AnyItem,
  { readonly kind: 'sameness' | 'samenessConfirmation' | 'samenessRejection' }
>;
type ToldItem = Exclude<AnyItem, { readonly kind: 'source' | 'dispute' | 'assessment' } | JudgedItem>;
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
    : { value: { ...content, [forms[kind].id]: id, evidence: evidence.value } };
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
      [forms[one.kind].id]: id,
      attribution: attribution.value,
      evidence: evidence.value,
    },
  };
}

/** The parties on either side of an item; undefined where they stand in the ledger and it was not asked. */
function sidesOf(one: ToldItem, speaker: string, background: Background): Sides | undefined {
  switch (one.kind) {
    case 'meeting':
      return { acting: one.item.participants.map(({ party }) => party), benefiting: [] };
    case 'agreement':
      return { acting: one.item.parties, benefiting: [] };
    case 'conference':
      return { acting: one.item.hosts, benefiting: [] };
    case 'sanctionsPackage':
      return { acting: [one.item.imposer], benefiting: [] };
    case 'commitment':
    case 'total':
      return { acting: one.item.committers, benefiting: one.item.beneficiaries };
    case 'position':
    case 'exhibition':
    case 'acknowledgement':
      return { acting: [speaker], benefiting: [] };
    case 'allocation':
    case 'disbursement':
    case 'delivery':
    case 'passage':
    case 'step':
    case 'agreementStage':
    case 'withdrawal':
    case 'release':
    case 'supersession':
    case 'coverage':
    case 'amendment':
    case 'specification':
    case 'reaffirmation':
    case 'relation':
    case 'challenge':
    case 'resolution':
    case 'attachment':
    case 'correction':
      return sidesTowards(one.item.commitment, background);
  }
}

function sidesTowards(commitment: string, background: Background): Sides | undefined {
  // A commitment that is certainly nowhere is refused when the fact is decided, with a better word than ours.
  const nobody = background.knowsLedger ? { acting: [], benefiting: [] } : undefined;
  return background.sidesOf(commitment) ?? nobody;
}

/** The date an item may leave out: the day of its meeting, else the day its source was published. */
function dateFor(
  one: ToldItem,
  meeting: string | undefined,
  telling: Telling,
  background: Background,
): { value: Data } | { errors: readonly RecordError[] } {
  const { date: key } = forms[one.kind];
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
