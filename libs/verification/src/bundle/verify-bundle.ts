import { checkFigures, figuresIn, positionsUnder, sizesTold } from '../figures/check-figures.ts';
import { Findings, type Verification } from '../findings.ts';
import type { Question } from '../question.ts';
import { olderCheckpoint } from '../since.ts';
import { believed, trusted } from '../trust.ts';
import { BrokenBundle, type BundleFiles } from './bundle-files.ts';
import { KeptLeaves } from './kept-leaves.ts';
import type { OpenBundle } from './open-bundle.ts';
import { checkProofFiles, proofFilesIn } from './proof-files.ts';
import { checkProvedLeaves } from './proved-leaves.ts';
import { checkWholeLog } from './whole-log.ts';

/**
 * Verifies a bundle: its checkpoint, its leaves, its proofs, and the figures of its report where there is one. Nothing is
 * asked of anybody.
 *
 * @throws BrokenBundle when it is none; Unreadable when a key or a policy is none.
 */
export async function verifyBundle(files: BundleFiles, question: Question): Promise<Verification> {
  const findings = new Findings();
  if (!files.names.has('log/checkpoint') || !files.names.has('log/leaves.jsonl')) {
    throw new BrokenBundle('It has no log/checkpoint, or no log/leaves.jsonl.');
  }
  const [key, policyText] = await Promise.all([textOf(files, 'log/key'), textOf(files, 'log/policy')]);
  const policy = trusted(question.trust, { key, policy: policyText }, findings);
  const checkpoint = believed((await files.read('log/checkpoint')).toString(), policy, findings);
  // What nobody has signed nothing can be held against.
  if (!checkpoint) return findings.verification();
  const older = olderCheckpoint(question.since, policy, checkpoint.size, findings);
  const figures = await figuresIn(files);
  const kept = new KeptLeaves([
    ...positionsUnder(figures),
    ...proofFilesIn(files).map(({ position }) => position),
  ]);
  const bundle: OpenBundle = { files, policy, checkpoint, older, question, kept, findings };
  const sizes = new Set([...sizesTold(figures), ...(older ? [older.size] : [])]);
  const roots = files.names.has('log/proofs.jsonl')
    ? await checkProvedLeaves(bundle)
    : await checkWholeLog(bundle, sizes);
  await checkProofFiles(bundle);
  if (figures) await checkFigures(figures, { ...bundle, roots });
  return findings.verification();
}

const textOf = async (files: BundleFiles, name: string): Promise<string | undefined> =>
  files.names.has(name) ? (await files.read(name)).toString() : undefined;
