import { answerProblem, notALedger, unreachable } from './client-problems.ts';
import { queryText, type Query } from './client.ts';
import { CommandProblem } from './problems.ts';
import type { Settings } from './settings.ts';

/** A block of an event stream (WHATWG HTML §9.2.5): a message where it has data, else news of how far it has come. */
export interface Block {
  readonly id?: string;
  readonly data?: string;
  /** How long to wait before coming again. */
  readonly retryMs?: number;
}

/** The ledger says something every 15 seconds, so a line that is silent for so long is dead. */
const SILENT_MS = 60_000;

/**
 * Reads a stream until it ends, however that comes.
 *
 * @throws CommandProblem where there is no stream to be had, or the line breaks.
 */
export async function* streamOf(
  settings: Settings,
  path: string,
  { query, signal }: { readonly query: Query; readonly signal: AbortSignal },
): AsyncGenerator<Block> {
  const { address, key } = settings;
  const dead = new AbortController();
  const timer = setTimeout(() => {
    dead.abort(new DOMException('Nothing was heard', 'TimeoutError'));
  }, SILENT_MS);
  try {
    const response = await fetch(`${address}${path}${queryText(query)}`, {
      headers: { accept: 'text/event-stream', ...(key && { authorization: `Bearer ${key.text}` }) },
      // A key must not follow to wherever an answer points.
      redirect: 'manual',
      signal: AbortSignal.any([signal, dead.signal]),
    });
    await assertStream(response, settings);
    const parser = new BlockParser();
    for await (const bytes of response.body ?? []) {
      timer.refresh();
      yield* parser.blocksIn(bytes as Uint8Array);
    }
  } catch (error) {
    throw error instanceof CommandProblem || signal.aborted ? error : unreachable(error, settings);
  } finally {
    clearTimeout(timer);
  }
}

async function assertStream(response: Response, settings: Settings): Promise<void> {
  const { status, headers } = response;
  const mediaType = headers.get('content-type') ?? '';
  if (status === 200 && /^text\/event-stream\b/.test(mediaType)) return;
  const text = await response.text();
  if (status === 200) throw notALedger(settings, `200 ${mediaType}`);
  throw answerProblem({ status, mediaType, location: headers.get('location'), text }, settings);
}

/** Puts blocks together from bytes as they come. A block that is not whole at the end is none (§9.2.6). */
class BlockParser {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #block: { id?: string; data?: string; retryMs?: number } = {};

  *blocksIn(bytes: Uint8Array): Generator<Block> {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split(/\r\n|\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        this.#take(line);
        continue;
      }
      yield this.#block;
      this.#block = {};
    }
  }

  #take(line: string): void {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'id') this.#block.id = value;
    else if (name === 'data') {
      this.#block.data = this.#block.data === undefined ? value : `${this.#block.data}\n${value}`;
    } else if (name === 'retry' && /^\d+$/.test(value)) this.#block.retryMs = Number(value);
  }
}
