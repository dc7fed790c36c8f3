import { type GrowingTiles, leafHash, leafText } from '#libs/transparency';
import { type Desk } from './desk.ts';
import { Refused } from './refused.ts';

/** Two megabytes, usually; an event has at most 65 kB. */
const READ_AT_ONCE = 2_048;

/**
 * Takes events into the tree, in the order of positions, up to a size.
 *
 * @returns how many there were.
 * @throws Refused when one is missing in between.
 */
export async function integrate(
  { sealed }: Pick<Desk, 'sealed'>,
  tree: GrowingTiles,
  upTo: number,
): Promise<number> {
  const before = tree.size;
  const read = (after: number) => sealed.sealedFacts(after, upTo, READ_AT_ONCE);
  // The next are on their way while these are hashed.
  let coming = tree.size < upTo ? read(tree.size) : undefined;
  while (coming) {
    const facts = await coming;
    const last = facts.at(-1)?.position ?? upTo;
    coming = facts.length === READ_AT_ONCE && last < upTo ? read(last) : undefined;
    coming?.catch(() => undefined);
    for (const event of facts) {
      if (event.position !== tree.size + 1) throw missing(tree.size + 1);
      tree.append(leafHash(leafText(event)));
    }
  }
  return tree.size - before;
}

const missing = (position: number): Refused =>
  new Refused(
    'event-altered',
    `There is no event at position ${position}, and there are later ones: it was removed from the database.`,
    'No log can be continued over a gap: put it back from a backup.',
  );
