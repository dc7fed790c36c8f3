import {
  BadSignature,
  Distrusted,
  NotProven,
  parseTlogProof,
  Unreadable,
  verifyTlogProof,
} from '#libs/transparency';
import type { BundleFiles } from './bundle-files.ts';
import type { OpenBundle } from './open-bundle.ts';

const NAME = /^log\/proofs\/(?<position>[1-9]\d{0,15})\.tlog-proof$/;

/** The proofs that stand by themselves, each with the position it is of. */
export const proofFilesIn = ({
  names,
}: BundleFiles): readonly { readonly name: string; readonly position: number }[] =>
  [...names]
    .flatMap((name) => {
      const position = NAME.exec(name)?.groups?.['position'];
      return position === undefined ? [] : [{ name, position: Number(position) }];
    })
    .toSorted((a, b) => a.position - b.position);

/** Checks each of them with the leaf of its position, which is proved by then in another way. */
export async function checkProofFiles({
  files,
  policy,
  question,
  kept,
  findings,
}: OpenBundle): Promise<void> {
  const { from, to } = question.only ?? { from: 1, to: Infinity };
  const all = proofFilesIn(files).filter(({ position }) => position >= from && position <= to);
  for (const { name, position } of all) {
    const leaf = kept.at(position);
    const fault = leaf
      ? proofFault((await files.read(name)).toString(), leaf, position)
      : 'there is a proof and no proved leaf';
    if (fault !== undefined) findings.bad('proofs', fault, position);
  }
  if (all.length > 0 && findings.isGood('proofs'))
    findings.good('proofs', `${all.length}, each good by itself`);

  function proofFault(text: string, leaf: Buffer, position: number): string | undefined {
    try {
      const proof = parseTlogProof(text);
      if (proof.index !== position - 1) return `the proof is of position ${proof.index + 1}`;
      verifyTlogProof(proof, leaf, policy);
      return undefined;
    } catch (error) {
      const isFault =
        error instanceof Unreadable ||
        error instanceof BadSignature ||
        error instanceof Distrusted ||
        error instanceof NotProven;
      if (!isFault) throw error;
      return error.message;
    }
  }
}
