import { type AddressRules, parseAddress } from '#libs/subscriptions';
import http from 'node:http';
import https from 'node:https';
import { type Answer } from './outcome.ts';
import { judgedLookup, type Resolve } from './resolving.ts';
import { type WebhookLimits } from './webhook-limits.ts';

/** What is sent. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What it takes to send. */
export interface PostOptions {
  readonly rules: AddressRules;
  readonly resolve: Resolve;
  readonly limits: Pick<WebhookLimits, 'connectMs' | 'answerMs' | 'answerBytes'>;
  /** Certificates to trust in place of the usual ones, as PEM. */
  readonly trusted?: string | undefined;
}

/** Sends to addresses that strangers have chosen. */
export interface Postbox {
  /** Sends once, and follows no redirect. Never throws; after the abort the answer says nothing. */
  post(outgoing: Outgoing, signal: AbortSignal): Promise<Answer>;
  /** Ends the connections that are kept. */
  close(): void;
}

/** Below the five seconds after which Node's own server closes a connection that is idle. */
const IDLE_MS = 4_000;
const HEADER_BYTES = 16 * 1024;
const USER_AGENT = 'Commitment-Ledger-Webhooks/1';

/**
 * Opens what sends. The address is judged again as it is written, then by where it leads, at the moment of connecting. No
 * proxy of the environment is asked, since that would connect to whatever it is told.
 */
export function openPostbox({ rules, resolve, limits, trusted }: PostOptions): Postbox {
  const keeping = {
    ...{ keepAlive: true, maxFreeSockets: 2, timeout: IDLE_MS, scheduling: 'lifo' as const },
    lookup: judgedLookup(resolve, rules),
  };
  const agents = {
    'http:': new http.Agent(keeping),
    'https:': new https.Agent({
      ...keeping,
      minVersion: 'TLSv1.2',
      ...(trusted !== undefined && { ca: trusted }),
    }),
  };
  return {
    post: async (outgoing, signal) => {
      const parsed = parseAddress(outgoing.url, rules);
      if ('fault' in parsed) return { fault: `the address ${parsed.fault}`, isRefused: true };
      const url = new URL(parsed.url);
      const agent = agents[url.protocol === 'https:' ? 'https:' : 'http:'];
      const first = await ask(url, outgoing, { agent, limits, signal });
      // A connection that was kept may have been closed from the other side while we wrote to it: nobody's fault.
      return first === 'stale' ? orFault(await ask(url, outgoing, { agent, limits, signal })) : first;
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

const orFault = (answer: Answer | 'stale'): Answer =>
  answer === 'stale' ? { fault: 'closed the connection without an answer' } : answer;

interface Asking {
  readonly agent: http.Agent;
  readonly limits: PostOptions['limits'];
  readonly signal: AbortSignal;
}

function ask(
  url: URL,
  { headers, body }: Outgoing,
  { agent, limits, signal }: Asking,
): Promise<Answer | 'stale'> {
  return new Promise((resolve) => {
    const isTls = url.protocol === 'https:';
    const request = (isTls ? https : http).request(url, {
      ...{ method: 'POST', agent, maxHeaderSize: HEADER_BYTES },
      headers: { ...headers, 'user-agent': USER_AGENT, 'content-length': String(Buffer.byteLength(body)) },
    });
    let heard: Heard | undefined;
    const settle = (answer: Answer | 'stale'): void => {
      clearTimeout(connecting);
      clearTimeout(answering);
      signal.removeEventListener('abort', abort);
      resolve(answer);
    };
    const fail = (fault: string, isRefused = false): void => {
      settle(heard ? heard.answer() : { fault, ...(isRefused && { isRefused }) });
      request.destroy();
    };
    const abort = (): void => {
      fail('was broken off');
    };
    const connecting = setTimeout(() => {
      fail(`could not be reached in ${limits.connectMs / 1_000} s`);
    }, limits.connectMs);
    const answering = setTimeout(() => {
      fail(`did not answer in ${limits.answerMs / 1_000} s`);
    }, limits.answerMs);
    signal.addEventListener('abort', abort);
    request.on('socket', (socket) => {
      const connected = (): void => {
        clearTimeout(connecting);
      };
      if (request.reusedSocket) connected();
      else socket.once(isTls ? 'secureConnect' : 'connect', connected);
    });
    request.on('response', (response) => {
      heard = new Heard(response, limits.answerBytes, (answer) => {
        settle(answer);
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (isStale && !heard) settle('stale');
      else fail(faultOf(error), error.code === 'address-refused');
    });
    request.on('close', () => {
      fail('closed the connection without an answer');
    });
    request.end(body);
    if (signal.aborted) abort();
  });
}

/** An answer as far as it is read: its first bytes, since nothing else is asked of it than a challenge. */
class Heard {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    private readonly response: http.IncomingMessage,
    most: number,
    done: (answer: Answer) => void,
  ) {
    const end = (): void => {
      done(this.answer());
    };
    response.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= most) this.#chunks.push(chunk);
      else {
        end();
        response.destroy();
      }
    });
    response.on('end', end);
    response.on('error', end);
    response.on('close', end);
  }

  answer(): Answer {
    const { statusCode = 0, headers } = this.response;
    return {
      status: statusCode,
      retryAfter: headers['retry-after'],
      text: Buffer.concat(this.#chunks).toString('utf8'),
    };
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known in DNS',
  ENODATA: 'its name has no address in DNS',
  ETIMEOUT: 'no name server answered for its name',
  ESERVFAIL: 'the name servers failed for its name',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection without an answer',
  EPIPE: 'closed the connection without an answer',
  ETIMEDOUT: 'could not be reached',
  EHOSTUNREACH: 'could not be reached',
  ENETUNREACH: 'could not be reached',
  HPE_HEADER_OVERFLOW: `answered with more than ${HEADER_BYTES / 1_024} KiB of headers`,
};

const LONGEST_FAULT = 300;

/** What went wrong, for the owner of the subscription. */
function faultOf(error: NodeJS.ErrnoException): string {
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  const { code = '', message } = first ?? error;
  const known = FAULTS[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'did not answer in HTTP';
  return message.slice(0, LONGEST_FAULT);
}
