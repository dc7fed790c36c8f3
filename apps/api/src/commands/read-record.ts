import { type FactToRecord } from '#libs/domain';
import { parseRecordText, type RecordText, recordToFacts, streamsNamed } from '#libs/interchange';
import { type SentRecord } from '../bodies.ts';
import { invalidBody } from '../problems/invalid-body.ts';
import { Problem, type ProblemError } from '../problems/problem.ts';
import { type ReadStreams, type KnownStreams } from './known-streams.ts';

/** A record that was sent, understood. */
export interface ReadRecord {
  readonly facts: readonly FactToRecord[];
  /** What the ledger holds in the streams the record names. */
  readonly read: ReadStreams;
  /** Something with a pointer, with its place in the text that was sent. */
  readonly placed: <Pointed extends { readonly pointer?: string }>(pointed: Pointed) => Pointed;
}

/**
 * The facts of a record sent as JSON or YAML, with what it leans on in the ledger.
 *
 * @throws Problem with everything that is wrong with it, and where in the text.
 */
export async function readRecord(
  streams: KnownStreams,
  { text, mediaType }: SentRecord,
): Promise<ReadRecord> {
  const parsed = parseRecordText(text, { format: mediaType });
  if ('errors' in parsed) throw unreadable(parsed.errors);
  const placed = at(parsed.locate);
  const read = await streams.in(streamsNamed(parsed.value));
  const result = recordToFacts(parsed.value, read.histories);
  if ('errors' in result) throw invalidBody(result.errors).with(placed);
  return { facts: result.facts, read, placed };
}

function unreadable(errors: readonly ProblemError[]): Problem {
  const [first] = errors;
  return new Problem('malformed-body', `Line ${first?.line ?? 1} ${first?.fault ?? 'cannot be read'}.`, {
    errors,
  });
}

const at =
  (locate: RecordText['locate']): ReadRecord['placed'] =>
  (pointed) => ({ ...pointed, ...(pointed.pointer !== undefined && locate(pointed.pointer)) });
