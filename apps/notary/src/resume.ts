import {
  BadSignature,
  edgeTiles,
  EMPTY_ROOT,
  GrowingTiles,
  HASH_BYTES,
  type KeptCheckpoint,
  leafHash,
  leafText,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  TILE_WIDTH,
  Unreadable,
  verifiedSignatures,
} from '#libs/transparency';
import { type Desk } from './desk.ts';
import { integrate } from './integrate.ts';
import { type Memory, type Remembered, UnusableMemory } from './memory.ts';
import { type NotaryOptions } from './notary-options.ts';
import { Refused } from './refused.ts';
import { type LogSigners, publicPolicy, signersOf, verifierKeysOf } from './signing.ts';

/** The log as it goes on: its tree, who signs it, and what of it is remembered. */
export interface GoingOn {
  readonly log: number;
  readonly signers: LogSigners;
  readonly tree: GrowingTiles;
  readonly remembered: Remembered;
}

/** So many of the last events are compared with what was sealed of them. */
const TAIL = 16 * TILE_WIDTH;

/**
 * Takes up the log where it was left, if what is stored still is what was signed.
 *
 * The newest checkpoint is looked for in two places: in the database, and in the notary's own memory, which no backup of
 * the database sets back. The tree is taken up from the stored tiles and must have the root that was signed over it; the
 * last events must have the hashes that stand there; and where memory is ahead, which it is after every sudden end, the
 * events up to there must make just the root that was signed.
 *
 * @throws Refused where it is not, and nothing may be signed.
 */
export async function resume(desk: Desk, options: NotaryOptions): Promise<GoingOn> {
  const { memory } = options;
  const stored = await desk.sealed.current();
  const remembered =
    (await readable(desk, memory, stored?.number)) ?? (await firstMemory(desk, stored?.number, options));
  const { log } = remembered;
  const signers = signersOf(log, options);
  if (remembered.origin !== signers.origin) {
    throw new Refused(
      'not-ours',
      `The key is for the log ${signers.origin}, and what is remembered as signed is of ${remembered.origin}.`,
      'Give the notary the key and the state file that belong together.',
    );
  }
  if (stored && stored.number > log) {
    throw new Refused(
      'memory-lost',
      `The database has log ${stored.number}, and what is remembered is of log ${log}: the state file is an old one.`,
      'Put back the newest state file of the notary.',
    );
  }
  const last = stored?.number === log ? await desk.sealed.newest(log) : undefined;
  await refuseRolledBack(desk, remembered, last?.size ?? 0);
  await refuseStrangers(desk, log, signers, last);
  const tree = await treeOf(desk, log, last);
  await refuseAltered(desk, log, tree);
  if (last && last.size >= remembered.size) await refuseForgotten(desk, log, remembered);
  else await catchUp(desk, tree, remembered);

  const policy = publicPolicy(signers, options.policyText);
  await desk.beginLog(log, signers.origin, remembered.because, policy);
  await desk.setKeys(log, verifierKeysOf(signers), policy);
  if (remembered.size > (last?.size ?? 0)) {
    const { size, note } = remembered;
    await desk.seal({
      log,
      grown: tree.takeGrown(),
      size,
      root: tree.root(),
      note,
      publish: isOpen(options),
    });
  }
  return { log, signers, tree, remembered };
}

/** Whether nobody's cosignature is waited for. */
export const isOpen = ({ policy: { quorum } }: NotaryOptions): boolean =>
  'atLeast' in quorum && quorum.atLeast === 0;

/** A memory that cannot be read is none, and nobody knows what was in it. */
async function readable(
  desk: Desk,
  memory: Memory,
  stored: number | undefined,
): Promise<Remembered | undefined> {
  try {
    return await memory.read();
  } catch (error) {
    if (!(error instanceof UnusableMemory)) throw error;
    const last = stored === undefined ? undefined : await desk.sealed.newest(stored);
    throw new Refused(
      'memory-lost',
      error.message,
      'Put back the state file of the notary.',
      last?.size ?? 0,
    );
  }
}

/** Without a memory there must be nothing to remember. */
async function firstMemory(
  desk: Desk,
  stored: number | undefined,
  options: NotaryOptions,
): Promise<Remembered> {
  const last = stored === undefined ? undefined : await desk.sealed.newest(stored);
  if (stored !== undefined && (stored > 1 || last)) {
    const size = last?.size ?? 0;
    throw new Refused(
      'memory-lost',
      `The database has checkpoints of ${size} events, and the notary's own record of what it signed last is gone, so it cannot know that these are all.`,
      `Put back the state file of the notary.`,
      size,
    );
  }
  const { origin } = signersOf(1, options);
  return { log: 1, origin, size: 0, root: EMPTY_ROOT.toString('base64'), note: '', earlier: [] };
}

export async function refuseRolledBack(desk: Desk, { size }: Remembered, storedSize: number): Promise<void> {
  const { position } = await desk.head();
  const signed = Math.max(size, storedSize);
  if (position >= signed) return;
  throw new Refused(
    'rolled-back',
    `The database ends at position ${position}, and the notary has signed that there are ${signed} events: it was set back to an earlier state, as when an old backup is restored, and what was recorded after position ${position} is not in it.`,
    `Restore a backup that reaches position ${signed}, or replay the archived WAL up to there, and start again.`,
    signed,
  );
}

/** A log whose checkpoints we did not sign is not ours to continue. */
async function refuseStrangers(
  desk: Desk,
  log: number,
  signers: LogSigners,
  last: KeptCheckpoint | undefined,
): Promise<void> {
  if (!last) return;
  const known = await desk.keys(log);
  if (!verifierKeysOf(signers).some((vkey) => known.includes(vkey))) {
    throw new Refused(
      'not-ours',
      'The database has a log that neither the key nor the previous key of the notary has ever signed.',
      'Give the notary the key of this log; to change keys, give the old one as NOTARY_PREVIOUS_KEY_FILE beside the new.',
    );
  }
  if (isSignedBy(known, last)) return;
  throw new Refused(
    'not-ours',
    `The newest checkpoint in the database, of ${last.size} events, is signed by none of the keys of this log.`,
    'Restore a backup from before it was altered.',
    last.size,
  );
}

function isSignedBy(vkeys: readonly string[], { origin, size, root, note }: KeptCheckpoint): boolean {
  try {
    const signed = parseNote(note);
    const told = parseCheckpoint(signed.text);
    const isTold = told.origin === origin && told.size === size && told.root.equals(root);
    return isTold && verifiedSignatures(signed, vkeys.map(parseVerifierKey)).length > 0;
  } catch (error) {
    if (error instanceof BadSignature || error instanceof Unreadable) return false;
    throw error;
  }
}

/** The tree under the newest stored checkpoint, from the stored tiles. */
async function treeOf(desk: Desk, log: number, last: KeptCheckpoint | undefined): Promise<GrowingTiles> {
  if (!last) return new GrowingTiles();
  const { size, root } = last;
  try {
    const tree = new GrowingTiles(size, await desk.sealed.tiles(log, edgeTiles(size)));
    if (tree.root().equals(root)) return tree;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new Refused(
    'tiles-differ',
    `The stored tiles of the log do not have the root that was signed for ${size} events: they were altered.`,
    `Restore a backup from before that.`,
    size,
  );
}

/** The last events, compared with the hashes that were sealed of them. */
async function refuseAltered(desk: Desk, log: number, tree: GrowingTiles): Promise<void> {
  const { size } = tree;
  const first = Math.max(0, Math.floor((size - TAIL) / TILE_WIDTH)) * TILE_WIDTH;
  const indexes = Array.from(
    { length: Math.ceil((size - first) / TILE_WIDTH) },
    (_, at) => first / TILE_WIDTH + at,
  );
  const tiles = await desk.sealed.tiles(
    log,
    indexes.map((index) => ({ level: 0, index })),
  );
  const facts = await desk.sealed.sealedFacts(first, size, size - first);
  for (let index = first; index < size; index += 1) {
    const tile = tiles({ level: 0, index: Math.floor(index / TILE_WIDTH) });
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    const event = facts[index - first];
    const isAsSealed =
      event?.position === index + 1 && leafHash(leafText(event)).equals(tile.subarray(at, at + HASH_BYTES));
    if (isAsSealed) continue;
    throw new Refused(
      'event-altered',
      `The event at position ${index + 1} is not the one that was sealed there: it was changed or removed in the database.`,
      `Restore a backup from before that.`,
      size,
    );
  }
}

/** What is remembered must be the beginning of what is stored. */
async function refuseForgotten(desk: Desk, log: number, { size, root }: Remembered): Promise<void> {
  if (size === 0 || (await desk.sealed.root(log, size)).toString('base64') === root) return;
  throw historyDiffers(size);
}

/** Memory is ahead of the tables after every sudden end: it is written before the checkpoint is made public. */
async function catchUp(desk: Desk, tree: GrowingTiles, { size, root }: Remembered): Promise<void> {
  await integrate(desk, tree, size);
  if (tree.size === size && tree.root().toString('base64') === root) return;
  throw historyDiffers(size);
}

const historyDiffers = (size: number): Refused =>
  new Refused(
    'history-differs',
    `The first ${size} events are not those that were signed: what is stored was altered, or it was set back to an earlier state and went on differently from there.`,
    `Restore a backup that has them as they were.`,
    size,
  );
