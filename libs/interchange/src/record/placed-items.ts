import { sections, sectionNames, type ItemKind } from './item-kinds.ts';
import { isObject } from './record-error.ts';

/** One item of a record as it was written, with its kind and its place. */
export interface PlacedItem {
  readonly kind: ItemKind;
  readonly raw: unknown;
  readonly pointer: string;
}

/** All items of a record: sources, the meeting, then the lists in the order in which facts are recorded. */
export function itemsOf(record: Readonly<Record<string, unknown>>): readonly PlacedItem[] {
  return [
    ...described(record, 'source'),
    ...entries(record, 'sources', 'source'),
    ...described(record, 'meeting'),
    ...sectionNames.flatMap((section) => entries(record, section, sections[section])),
  ];
}

/** A source or meeting may also be the bare id of a recorded one, which tells no fact. */
const described = (
  record: Readonly<Record<string, unknown>>,
  kind: 'source' | 'meeting',
): readonly PlacedItem[] =>
  isObject(record[kind]) ? [{ kind, raw: record[kind], pointer: `/${kind}` }] : [];

function entries(
  record: Readonly<Record<string, unknown>>,
  key: string,
  kind: ItemKind,
): readonly PlacedItem[] {
  const list: unknown = record[key];
  if (!Array.isArray(list)) return [];
  return list.map((raw: unknown, index) => ({ kind, raw, pointer: `/${key}/${index}` }));
}
