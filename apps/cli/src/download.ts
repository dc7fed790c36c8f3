import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerProblem, unreachable } from './client-problems.ts';
import { CommandProblem, InvalidInput, Unavailable } from './problems.ts';
import type { Settings } from './settings.ts';

/** What is fetched, and what it must be when it has come. */
export interface Expected {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How long the line may be silent. */
const SILENT_MS = 60_000;

/**
 * Fetches what is too large for memory into a file. The file is there once all of it has come and is what was said, and
 * not before.
 *
 * @param onBytes told how many have come.
 * @throws CommandProblem where it cannot be had, is another, or cannot be written.
 */
export async function download(
  { address, key }: Settings,
  { path, bytes, sha256 }: Expected,
  file: string,
  onBytes: (count: number) => void,
): Promise<void> {
  const part = `${file}.part`;
  const dead = new AbortController();
  const timer = setTimeout(() => {
    dead.abort(new DOMException('Nothing was heard', 'TimeoutError'));
  }, SILENT_MS);
  try {
    const response = await fetch(`${address}${path}`, {
      headers: { ...(key && { authorization: `Bearer ${key.text}` }) },
      // A key must not follow to wherever an answer points.
      redirect: 'manual',
      signal: dead.signal,
    });
    if (response.status !== 200 || !response.body) throw await problemOf(response, { address, key });
    const hash = createHash('sha256');
    let count = 0;
    const look = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        timer.refresh();
        hash.update(chunk);
        onBytes((count += chunk.length));
        done(null, chunk);
      },
    });
    await pipeline(response.body, look, createWriteStream(part));
    if (count !== bytes || hash.digest('hex') !== sha256)
      throw new Unavailable([
        `What came is not what the ledger had made (${count} of ${bytes} bytes).`,
        'Ask again.',
      ]);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw asProblem(error, file, { address, key });
  } finally {
    clearTimeout(timer);
  }
}

async function problemOf(response: Response, settings: Settings): Promise<CommandProblem> {
  const { status, headers } = response;
  const text = await response.text();
  const mediaType = headers.get('content-type') ?? '';
  return answerProblem({ status, mediaType, location: headers.get('location'), text }, settings);
}

const NOT_WRITTEN: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'you may not write there',
  EROFS: 'nothing can be written there',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
};

function asProblem(error: unknown, file: string, settings: Settings): unknown {
  if (error instanceof CommandProblem) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const fault = NOT_WRITTEN[code];
  return fault === undefined
    ? unreachable(error, settings)
    : new InvalidInput([`${file} cannot be written: ${fault}.`], { cause: error });
}
