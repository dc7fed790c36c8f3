import {
  checkpointText,
  cosign,
  entryBundle,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  GrowingTiles,
  HASH_BYTES,
  inclusionRanges,
  leafHash,
  leafText,
  newSignerKey,
  parseSignerKey,
  rangeHash,
  signNote,
  subtreeHashes,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  type Signer,
} from '#libs/transparency';

/** A log that was sealed as the notary does it, with all that it gives out; nothing of it is in any database. */
export interface PaperLog {
  readonly leaves: readonly string[];
  readonly vkey: string;
  /** The checkpoint of the whole log, or of its beginning; signed by the log and by those who witness it. */
  checkpoint(size?: number): string;
  /** The proof of one leaf against the whole log, as hashes and as a tlog-proof. */
  proof(index: number): { readonly hashes: readonly Buffer[]; readonly text: string };
  /** Everything below `/log`, by its path there: tiles, entries, checkpoint and key. */
  served(): Map<string, Buffer>;
  /** The files of a bundle: of all leaves, or of those with these indexes. */
  bundle(indexes?: readonly number[]): Map<string, Buffer>;
}

export interface PaperLogOptions {
  readonly origin?: string;
  readonly witnesses?: readonly Signer[];
  /** The text of each event, by its position. */
  readonly event?: (position: number) => string;
}

const FIRST_MICROSECOND = Date.UTC(2024, 10, 16) * 1000;

/** The event of a position, where a test does not say another: canonical JSON. */
const plainEvent = (position: number): string =>
  `{"actor":"desk","data":{"of":${position % 7},"text":"Крок ${position}"},"type":"StepTaken","version":1}`;

/** Seals so many events, each recorded a millisecond after the one before. */
export function paperLog(count: number, options: PaperLogOptions = {}): PaperLog {
  const { origin = 'ledger.example/test', witnesses = [], event = plainEvent } = options;
  const signer = parseSignerKey(newSignerKey(origin));
  const leaves = Array.from({ length: count }, (_, index) => leafOf(index + 1, event(index + 1)));
  const hashes = leaves.map((leaf) => leafHash(leaf));
  const tiles = tilesOver(hashes);
  const hashOf = subtreeHashes(({ level, index }) => tiles.get(`${level}/${index}`) ?? Buffer.alloc(0));
  const rootAt = (size: number): Buffer => rangeHash({ from: 0, to: size }, hashOf);
  const checkpoint = (size = count): string => {
    const text = checkpointText({ origin, size, root: rootAt(size) });
    const cosignatures = witnesses.map((witness) => cosign(text, witness, 1_731_715_200));
    return formatNote({ text, signatures: [signNote(text, signer), ...cosignatures] });
  };
  const vkey = formatVerifierKey(signer.verifier);
  const log: PaperLog = {
    leaves,
    vkey,
    checkpoint,
    proof: (index) => {
      const path = inclusionRanges(index, count).map((range) => rangeHash(range, hashOf));
      return { hashes: path, text: formatTlogProof({ index, hashes: path, checkpoint: checkpoint() }) };
    },
    served: () => served(log, witnesses, tiles),
    bundle: (indexes) => bundle(log, witnesses, tiles, indexes),
  };
  return log;
}

const leafOf = (position: number, body: string): string => {
  const millisecond = new Date(FIRST_MICROSECOND / 1000 + position).toISOString();
  return leafText({ body, position, recordedAt: millisecond.replace('Z', '000Z') });
};

/** All tiles, the incomplete ones too, by level and index. */
function tilesOver(hashes: readonly Buffer[]): ReadonlyMap<string, Buffer> {
  const growing = new GrowingTiles();
  for (const hash of hashes) growing.append(hash);
  return new Map(growing.takeGrown().map(({ level, index, hashes: bytes }) => [`${level}/${index}`, bytes]));
}

function served(
  log: PaperLog,
  witnesses: readonly Signer[],
  tiles: ReadonlyMap<string, Buffer>,
): Map<string, Buffer> {
  const { leaves, vkey } = log;
  const files = new Map<string, Buffer>([
    ['checkpoint', Buffer.from(log.checkpoint())],
    ['key', Buffer.from(`${vkey}\n`)],
    ['policy', Buffer.from(policyOf(witnesses))],
  ]);
  for (const [id, bytes] of tiles) {
    const [level = 0, index = 0] = id.split('/').map(Number);
    files.set(tilePath({ level, index, width: bytes.length / HASH_BYTES }), Buffer.from(bytes));
  }
  for (let index = 0; index * TILE_WIDTH < leaves.length; index += 1) {
    const width = tileWidth(0, index, leaves.length);
    const entries = leaves.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
    files.set(tilePath({ level: 'entries', index, width }), entryBundle(entries));
  }
  return files;
}

function bundle(
  log: PaperLog,
  witnesses: readonly Signer[],
  tiles: ReadonlyMap<string, Buffer>,
  indexes?: readonly number[],
): Map<string, Buffer> {
  const files = new Map<string, Buffer>([
    ['README.md', Buffer.from('A bundle of a test.\n')],
    ['log/key', Buffer.from(`${log.vkey}\n`)],
    ['log/policy', Buffer.from(policyOf(witnesses))],
    ['log/checkpoint', Buffer.from(log.checkpoint())],
  ]);
  const lines = (texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\n`).join(''));
  if (indexes === undefined) {
    files.set('log/leaves.jsonl', lines(log.leaves));
    for (const [id, bytes] of tiles) {
      const [level = 0, index = 0] = id.split('/').map(Number);
      if (level > 0) continue;
      files.set(`log/${tilePath({ level, index, width: bytes.length / HASH_BYTES })}`, Buffer.from(bytes));
    }
    return files;
  }
  const proofs = indexes.map((index) => ({ index, ...log.proof(index) }));
  files.set('log/leaves.jsonl', lines(indexes.map((index) => log.leaves[index] ?? '')));
  files.set(
    'log/proofs.jsonl',
    lines(
      proofs.map(({ index, hashes }) =>
        JSON.stringify({ index, proof: hashes.map((hash) => hash.toString('base64')) }),
      ),
    ),
  );
  for (const { index, text } of proofs) files.set(`log/proofs/${index + 1}.tlog-proof`, Buffer.from(text));
  return files;
}

function policyOf(witnesses: readonly Signer[]): string {
  const names = witnesses.map((_, at) => `w${at + 1}`);
  const lines = witnesses.map(
    ({ verifier }, at) => `witness ${names[at] ?? ''} ${formatVerifierKey(verifier)}`,
  );
  if (names.length === 0) return 'quorum none\n';
  return [...lines, `group witnesses all ${names.join(' ')}`, 'quorum witnesses', ''].join('\n');
}
