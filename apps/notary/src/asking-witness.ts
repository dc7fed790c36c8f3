import {
  BadSignature,
  type KeptCheckpoint,
  type NoteSignature,
  parseNote,
  parseNumber,
  parseSignatureLine,
  signatureLine,
  Unreadable,
  verifiedSignatures,
  type Witness,
} from '#libs/transparency';

/** A witness that does not do what is asked. Ask again later. */
export class WitnessFailed extends Error {
  override readonly name = 'WitnessFailed';
  readonly code = 'witness-failed';
}

/** What a witness answers: its signature as a line of the note, or of what size it knows the log already. */
export type WitnessAnswer = { readonly line: string } | { readonly knows: number };

const MAX_ANSWER_BYTES = 65_536;

/**
 * Asks a witness to cosign a checkpoint (C2SP tlog-witness, add-checkpoint).
 *
 * @param oldSize of the tree that it cosigned last; 0 where it has seen none.
 * @param proof that this tree begins with that one.
 * @throws WitnessFailed
 */
export async function askWitness(
  witness: Witness & { readonly url: string },
  checkpoint: Pick<KeptCheckpoint, 'note'>,
  { oldSize, proof }: { readonly oldSize: number; readonly proof: readonly Buffer[] },
  signal: AbortSignal,
): Promise<WitnessAnswer> {
  const lines = [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint.note];
  try {
    const response = await fetch(`${witness.url.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: lines.join('\n'),
      redirect: 'error',
      signal,
    });
    const text = await boundedText(response, witness.name);
    if (response.status === 200) return { line: cosignatureIn(text, checkpoint.note, witness) };
    const knows = response.status === 409 ? parseNumber(text.trim()) : undefined;
    if (knows !== undefined) return { knows };
    throw new WitnessFailed(`${witness.name} answers ${response.status}: ${text.trim().slice(0, 200)}`);
  } catch (error) {
    if (error instanceof WitnessFailed) throw error;
    throw new WitnessFailed(`${witness.name} cannot be asked: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

/** The line by the witness's own key, which must hold; lines by others are left out. */
function cosignatureIn(answer: string, note: string, { name, key }: Witness): string {
  const { text } = parseNote(note);
  const signatures = answer
    .split('\n')
    .filter((line) => line !== '')
    .map(signatureIn(name));
  const own = signatures.filter((signature) => signature.name === key.name && signature.id === key.id);
  try {
    const holds = verifiedSignatures({ text, signatures: own }, [key]);
    const [first] = own;
    if (first && holds.length > 0) return signatureLine(first);
  } catch (error) {
    if (!(error instanceof BadSignature)) throw error;
    throw new WitnessFailed(`${name} answers with a signature that does not hold`, { cause: error });
  }
  throw new WitnessFailed(`${name} answers without a signature by the key that the policy names`);
}

const signatureIn =
  (name: string) =>
  (line: string): NoteSignature => {
    try {
      return parseSignatureLine(line);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw new WitnessFailed(`${name} answers with something that is no signature`, { cause: error });
    }
  };

async function boundedText(response: Response, name: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Its own types know nothing of iterating.
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new WitnessFailed(`${name} answers with more than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
