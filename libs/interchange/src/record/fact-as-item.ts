import { type PlainFact } from '#libs/domain';
import { eventForms } from './event-forms.ts';
import { type ItemKind } from './item-kinds.ts';

/** A fact in the form in which it may be told anew: its content, without its id and its commitment. */
export interface ItemAnew {
  readonly type: ItemKind;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The fact as it would be written under `replacement`; undefined for those that nobody writes, or that are not told anew. */
export function factAsItem({ type, data }: PlainFact): ItemAnew | undefined {
  const kind = kindOf(type);
  if (!kind) return undefined;
  const kept = Object.entries(data)
    .filter(([key]) => key !== eventForms[kind].id && key !== 'commitment')
    // What a correction tells anew has its kind under `type`.
    .map(([key, value]) => [key === 'type' ? 'relation' : key, asWritten(key, value)]);
  return { type: kind, content: Object.fromEntries(kept) as ItemAnew['content'] };
}

/** A judgement on sameness is decided on by another, and not told anew. */
const NOT_ANEW: readonly ItemKind[] = ['sameness', 'samenessConfirmation', 'samenessRejection', 'correction'];

function kindOf(type: PlainFact['type']): ItemKind | undefined {
  if (type === 'GeneratorsDelivered') return 'delivery';
  const kinds = Object.keys(eventForms) as ItemKind[];
  return kinds.find((kind) => eventForms[kind].type === type && !NOT_ANEW.includes(kind));
}

/** In a dispute every reading calls its own name `id`, as every item does. */
const asWritten = (key: string, value: unknown): unknown =>
  key === 'readings'
    ? (value as readonly { readonly reading: string }[]).map(({ reading: id, ...says }) => ({ id, ...says }))
    : value;
