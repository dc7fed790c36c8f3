import { type Sealed } from '#libs/reports';
import { leafText, parseNote, parseVerifierKey, type SealedLog } from '#libs/transparency';
import { setTimeout as pause } from 'node:timers/promises';

/** The notary seals within a second; this is how long it is waited for. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 200;
const AT_ONCE = 1_000;

/** No checkpoint covers the position of a report. */
export class NotYetSealed extends Error {
  override readonly name = 'NotYetSealed';
  readonly code = 'not-yet-sealed';
  constructor(position: number) {
    super(`No published checkpoint covers position ${position} yet: the notary is behind, or not running`);
  }
}

/**
 * What proves the events up to a position: by the first checkpoint that was published of that size or more, so that it is
 * the same whenever it is asked for.
 *
 * @throws NotYetSealed
 */
export async function storedSeal(sealed: SealedLog, position: number): Promise<Sealed> {
  const { log, policy, checkpoint } = await covering(sealed, position);
  const { signatures } = parseNote(checkpoint.note);
  const signs = (vkey: string): boolean => {
    const { name, id } = parseVerifierKey(vkey);
    return signatures.some((signature) => signature.name === name && signature.id === id);
  };
  const { size, note } = checkpoint;
  return {
    ...{ vkey: checkpoint.vkeys.find(signs) ?? '', policy, checkpoint: note, size },
    async *leaves(positions) {
      for (const some of inBatches(positions)) {
        const wanted = new Set(some);
        const [first = 1, last = 0] = [some[0], some.at(-1)];
        for (let after = first - 1; after < last; after += AT_ONCE)
          for (const facts of await sealed.sealedFacts(after, Math.min(last, after + AT_ONCE), AT_ONCE))
            if (wanted.has(facts.position)) yield leafText(facts);
      }
    },
    async *proofs(positions) {
      for (const some of inBatches(positions)) {
        const indexes = some.map((each) => each - 1);
        yield* await sealed.inclusionProofs(log, indexes, size);
      }
    },
  };
}

async function covering(sealed: SealedLog, position: number) {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const current = await sealed.current();
    const checkpoint = current && (await sealed.firstPublishedFrom(current.number, position));
    if (checkpoint) return { log: current.number, policy: current.policy, checkpoint };
    if (performance.now() > giveUpAt) throw new NotYetSealed(position);
    await pause(LOOK_AGAIN_MS);
  }
}

function* inBatches(positions: Iterable<number>): Generator<readonly number[], void> {
  let some: number[] = [];
  for (const position of positions) {
    some.push(position);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
