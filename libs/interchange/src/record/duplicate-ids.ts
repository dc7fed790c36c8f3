import type { PlacedItem } from './placed-items.ts';
import { isObject, type RecordError } from './record-error.ts';
import type { ItemKind } from './item-kinds.ts';

/**
 * Ids given twice in one record. Twice the same entry would change nothing in the ledger, but in one file it is a
 * slip of the hand: the second was meant to be something else.
 */
export function duplicateIds(items: readonly PlacedItem[]): readonly RecordError[] {
  const seen = new Map<string, string>();
  return items.flatMap(({ kind, raw, pointer }) => {
    if (!isObject(raw) || typeof raw['id'] !== 'string') return [];
    const name = `${namespaceOf(kind, raw)} ${raw['id']}`;
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, pointer);
      return [];
    }
    const fault = `"${raw['id']}" is already the id of ${first} in this record`;
    return [{ pointer: `${pointer}/id`, fault, remedy: 'give this one an id of its own, or remove it' }];
  });
}

/** Among which other items an id must be unique: those that end up in the same stream. */
function namespaceOf(kind: ItemKind, raw: Readonly<Record<string, unknown>>): string {
  switch (kind) {
    case 'meeting':
    case 'conference':
    case 'agreement':
      return 'meeting';
    case 'position':
    case 'total':
    case 'exhibition':
    case 'acknowledgement':
      return 'statement';
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
    case 'attachment':
    case 'dispute':
    case 'challenge':
    case 'resolution':
    case 'assessment':
    case 'correction':
    case 'sameness':
    case 'samenessConfirmation':
    case 'samenessRejection':
      return `towards ${String(raw['commitment'] ?? raw['stream'])}`;
    case 'source':
    case 'commitment':
    case 'sanctionsPackage':
      return kind;
  }
}
