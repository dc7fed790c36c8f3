import { setTimeout as pause } from 'node:timers/promises';
import { answerProblem, notALedger, unreachable } from './client-problems.ts';
import { Unavailable, type CommandProblem } from './problems.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** What the ledger answered: the body as it came, and parsed. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface AskOptions {
  readonly query?: Query;
  /** How long one attempt may take. */
  readonly timeoutMs?: number;
  /** How long a busy or restarting ledger is waited for, over all attempts. */
  readonly patienceMs?: number;
  /** What is said to be under way once it takes its time; nothing where waiting is the point. */
  readonly title?: string | false;
  readonly signal?: AbortSignal;
}

interface Attempt extends AskOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the ledger takes it twice as once, so that it may be sent again when the line breaks. */
  readonly repeatable: boolean;
  /** Whether the body of the answer is to be its bytes. */
  readonly raw?: boolean;
}

const ATTEMPT_TIMEOUT_MS = 30_000;
const PATIENCE_MS = 30_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * The ledger over HTTP. An answer of 2xx is returned, anything else thrown as a problem. Broken lines, 429 and 503 are
 * tried again, with pauses that grow or that Retry-After names (RFC 9110 §10.2.3), for half a minute in all.
 */
export class LedgerClient {
  constructor(
    readonly settings: Settings,
    private readonly terminal: Pick<Terminal, 'progress'>,
  ) {}

  /** @throws CommandProblem as {@link answerProblem} and {@link unreachable} tell. */
  get(path: string, options: AskOptions = {}): Promise<Answer> {
    return this.ask({ ...options, method: 'GET', path, repeatable: true });
  }

  /** The bytes of an answer that is no JSON. @throws CommandProblem as {@link get} does. */
  async bytes(path: string, options: AskOptions = {}): Promise<Buffer> {
    const accept = { accept: '*/*' };
    const answer = await this.ask({
      ...options,
      method: 'GET',
      path,
      repeatable: true,
      headers: accept,
      raw: true,
    });
    return answer.body as Buffer;
  }

  /**
   * Sends a command. `repeatable` says that sending it twice does no more than once, by its content or by an
   * Idempotency-Key among the headers.
   */
  post(
    path: string,
    body: unknown,
    options: AskOptions & {
      readonly repeatable: boolean;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Answer> {
    const headers = { ...options.headers, 'content-type': 'application/json' };
    return this.ask({ ...options, method: 'POST', path, body: JSON.stringify(body), headers });
  }

  put(path: string, bytes: Uint8Array, mediaType: string, options: AskOptions = {}): Promise<Answer> {
    const headers = { 'content-type': mediaType };
    return this.ask({ ...options, method: 'PUT', path, body: bytes, headers, repeatable: true });
  }

  delete(path: string, options: AskOptions = {}): Promise<Answer> {
    return this.ask({ ...options, method: 'DELETE', path, repeatable: true });
  }

  private ask(attempt: Attempt): Promise<Answer> {
    const title = attempt.title ?? `Waiting for the ledger at ${this.settings.address}`;
    if (title === false) return this.untilAnswered(attempt, '', () => undefined);
    return this.terminal.progress(title, (retitle) => this.untilAnswered(attempt, title, retitle));
  }

  private async untilAnswered(
    attempt: Attempt,
    title: string,
    retitle: (title: string) => void,
  ): Promise<Answer> {
    const giveUpAt = Date.now() + (attempt.patienceMs ?? PATIENCE_MS);
    let wasThere = false;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const outcome = await this.once(attempt);
      if ('answer' in outcome) return outcome.answer;
      wasThere ||= outcome.wasThere;
      const waitMs = outcome.retryAfterMs ?? pauseMs;
      // Where nothing ever listened, waiting helps nobody: most often the ledger was not started.
      if (!outcome.mayRetry || !wasThere || Date.now() + waitMs > giveUpAt) throw outcome.problem;
      retitle(
        outcome.problem instanceof Unavailable
          ? `${title}: ${outcome.problem.message.replace(/\.$/, '')}`
          : title,
      );
      await pause(waitMs, undefined, attempt.signal ? { signal: attempt.signal } : {});
    }
  }

  private async once(attempt: Attempt): Promise<Outcome> {
    const { address, key } = this.settings;
    const limit = AbortSignal.timeout(attempt.timeoutMs ?? ATTEMPT_TIMEOUT_MS);
    let response: Response;
    let bytes: Buffer;
    try {
      response = await fetch(`${address}${attempt.path}${queryText(attempt.query)}`, {
        method: attempt.method,
        headers: {
          accept: 'application/json',
          ...(key && { authorization: `Bearer ${key.text}` }),
          ...attempt.headers,
        },
        ...(attempt.body !== undefined && { body: attempt.body }),
        // A key must not follow to wherever an answer points.
        redirect: 'manual',
        signal: attempt.signal ? AbortSignal.any([attempt.signal, limit]) : limit,
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      if (attempt.signal?.aborted) throw error;
      const nobodyThere = NOBODY_THERE.has(causeCode(error));
      const mayRetry = nobodyThere || (attempt.repeatable && LINE_BROKEN.has(causeCode(error)));
      return { problem: unreachable(error, this.settings), mayRetry, wasThere: !nobodyThere };
    }
    return outcomeOf(response, bytes, attempt, this.settings);
  }
}

type Outcome =
  | { readonly answer: Answer }
  | {
      readonly problem: CommandProblem;
      readonly mayRetry: boolean;
      readonly wasThere: boolean;
      readonly retryAfterMs?: number | undefined;
    };

function outcomeOf(response: Response, bytes: Buffer, attempt: Attempt, settings: Settings): Outcome {
  const { status, headers } = response;
  const mediaType = headers.get('content-type') ?? '';
  if (attempt.raw === true && status >= 200 && status < 300) {
    return { answer: { status, text: '', body: bytes } };
  }
  const text = bytes.toString();
  if (status >= 200 && status < 300) {
    if (text === '') return { answer: { status, text, body: undefined } };
    try {
      return { answer: { status, text, body: JSON.parse(text) as unknown } };
    } catch {
      return { problem: notALedger(settings, `${status} ${mediaType}`), mayRetry: false, wasThere: true };
    }
  }
  const mayRetry = status === 429 || (status === 503 && (attempt.repeatable || headers.has('retry-after')));
  const problem = answerProblem({ status, mediaType, location: headers.get('location'), text }, settings);
  return { problem, mayRetry, wasThere: true, retryAfterMs: retryAfter(headers.get('retry-after')) };
}

/** Milliseconds from a Retry-After field, which is seconds or an HTTP date. */
function retryAfter(field: string | null): number | undefined {
  if (field === null) return undefined;
  const ms = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, FIRST_PAUSE_MS);
}

/** A query as it stands in an address, with its question mark; empty where nothing is given. */
export function queryText(query: Query = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given.toString()}`;
}

const NOBODY_THERE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** Of what undici and the system report, those after which nobody knows whether the request arrived. */
const LINE_BROKEN: ReadonlySet<string> = new Set([
  ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TimeoutError', 'UND_ERR_SOCKET'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
]);

function causeCode(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  return name === 'TimeoutError' ? name : (cause?.code ?? '');
}
