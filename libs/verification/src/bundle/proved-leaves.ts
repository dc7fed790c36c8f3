import { leafHash, parseHash, provesInclusion } from '#libs/transparency';
import { z } from 'zod';
import { leafSeal } from '../leaf-form.ts';
import { lineBatches } from '../lines.ts';
import { compareWithOlder } from '../since.ts';
import { BrokenBundle } from './bundle-files.ts';
import type { OpenBundle, Roots } from './open-bundle.ts';

const line = z.strictObject({ index: z.int().nonnegative(), proof: z.array(z.string()).max(63) });

type ProofLine = z.output<typeof line>;

/**
 * Checks a bundle with some leaves of the log, each with a proof against the checkpoint.
 *
 * @returns the roots that it tells of: that of the checkpoint.
 */
export async function checkProvedLeaves(bundle: OpenBundle): Promise<Roots> {
  const { files, checkpoint, older, question, findings, kept } = bundle;
  const proofs = await proofLines(bundle);
  const { from, to } = question.only ?? { from: 1, to: Infinity };
  let count = 0;
  let before = { position: 0, recordedAt: '' };
  for await (const leaves of lineBatches(files.chunks('log/leaves.jsonl'))) {
    for (const leaf of leaves) {
      const proof = proofs[count];
      count += 1;
      if (!proof) {
        findings.bad('leaves', `leaf ${count} of the bundle has no proof`);
        continue;
      }
      const position = proof.index + 1;
      if (position < from || position > to) continue;
      const fault = faultOf(leaf, proof, before, bundle);
      if (fault !== undefined) {
        findings.bad('leaves', fault, position);
        continue;
      }
      before = leafSeal(leaf) ?? before;
      kept.take(position, leaf);
    }
    question.onProgress?.(count, proofs.length);
  }
  const missing = proofs[count];
  if (missing) findings.bad('leaves', 'there is a proof and no leaf', missing.index + 1);
  if (findings.isGood('leaves')) {
    findings.good('leaves', `${count} of ${checkpoint.size}, each proved to be in the log, in order of time`);
  }
  if (older?.size === checkpoint.size) compareWithOlder(older, checkpoint.root, findings);
  else if (older)
    findings.note('The older checkpoint was not compared: that takes all leaves, or a ledger to ask.');
  return new Map([[checkpoint.size, checkpoint.root]]);
}

async function proofLines({ files }: OpenBundle): Promise<readonly ProofLine[]> {
  const lines: ProofLine[] = [];
  for await (const batch of lineBatches(files.chunks('log/proofs.jsonl'))) {
    for (const text of batch) lines.push(proofLine(text, lines.length + 1));
  }
  return lines;
}

function proofLine(text: Buffer, number: number): ProofLine {
  try {
    return line.parse(JSON.parse(text.toString()));
  } catch {
    throw new BrokenBundle(`Line ${number} of log/proofs.jsonl is no proof.`);
  }
}

function faultOf(
  leaf: Buffer,
  { index, proof }: ProofLine,
  before: { readonly position: number; readonly recordedAt: string },
  { checkpoint: { size, root } }: OpenBundle,
): string | undefined {
  const seal = leafSeal(leaf);
  if (!seal) return 'it is not in the form of a leaf: event, position and time';
  if (seal.position !== index + 1) return `the leaf there says that it is position ${seal.position}`;
  if (seal.position <= before.position || seal.recordedAt <= before.recordedAt) {
    return `it does not come after position ${before.position}`;
  }
  const hashes = proof.map(parseHash).filter((hash) => hash !== undefined);
  const isProved =
    hashes.length === proof.length &&
    provesInclusion({ leafHash: leafHash(leaf), index, size, root, proof: hashes });
  return isProved ? undefined : 'it is not the leaf that the checkpoint seals';
}
