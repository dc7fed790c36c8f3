import {
  type Checkpoint,
  checkpointText,
  formatNote,
  formatVerifierKey,
  renamed,
  type Signer,
  signNote,
} from '#libs/transparency';

/** What signs for one log: its key, and while keys are being changed the one before as well. */
export interface LogSigners {
  readonly origin: string;
  readonly signers: readonly Signer[];
}

/**
 * The signers of the log of a number. The first is called as its key is; a later one has its number behind that, so that
 * nobody takes it for the same log.
 */
export function signersOf(
  number: number,
  { signer, previousSigner }: { readonly signer: Signer; readonly previousSigner?: Signer },
): LogSigners {
  const base = signer.verifier.name;
  const origin = number === 1 ? base : `${base}/${number}`;
  const signers = [signer, previousSigner].filter((each) => each !== undefined);
  return { origin, signers: signers.map((each) => renamed(each, origin)) };
}

/** The signed note of a checkpoint, without cosignatures. */
export function signedCheckpoint({ signers }: LogSigners, checkpoint: Checkpoint): string {
  const text = checkpointText(checkpoint);
  return formatNote({ text, signatures: signers.map((signer) => signNote(text, signer)) });
}

export const verifierKeysOf = ({ signers }: LogSigners): readonly string[] =>
  signers.map(({ verifier }) => formatVerifierKey(verifier));

/** The policy that others check this log by: its own keys, and the witnesses that it was given. */
export function publicPolicy(signers: LogSigners, given: string): string {
  const logs = verifierKeysOf(signers).map((vkey) => `log ${vkey}`);
  const rest = given.split('\n').filter((line) => line.trim() !== '' && !/^[ \t]*log[ \t]/.test(line));
  return `${[...logs, ...rest].join('\n')}\n`;
}
