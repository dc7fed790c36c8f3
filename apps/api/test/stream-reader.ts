import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { ADMIN_KEY } from './api-under-test.ts';

/** A message of an event stream. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export interface Opening {
  readonly key?: string | null;
  readonly lastEventId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly onMessage?: (message: Message) => void;
}

/** Reads an event stream from a socket, in the way of WHATWG HTML §9.2.6 and nothing of ours. */
export class StreamReader {
  readonly messages: Message[] = [];
  readonly comments: string[] = [];
  /** What a browser would send when it comes again. */
  lastEventId: string;
  retryMs: number | undefined;
  isOver = false;
  #rest = '';
  #field = { id: '', event: '', data: [] as string[] };

  private constructor(
    private readonly response: IncomingMessage,
    private readonly opening: Opening,
  ) {
    this.lastEventId = opening.lastEventId ?? '';
    this.#field.id = this.lastEventId;
    response.setEncoding('utf8').on('data', (text: string) => {
      this.#read(text);
    });
    for (const event of ['end', 'error', 'close']) {
      response.on(event, () => {
        this.isOver = true;
      });
    }
  }

  static open(url: string, opening: Opening = {}): Promise<StreamReader> {
    const { key = ADMIN_KEY, lastEventId, headers } = opening;
    return new Promise((resolve, reject) => {
      const asked = request(url, {
        agent: false,
        headers: {
          accept: 'text/event-stream',
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
          ...headers,
        },
      });
      asked.on('response', (response) => {
        resolve(new StreamReader(response, opening));
      });
      asked.on('error', reject).end();
    });
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** The ids of the messages so far, as numbers. */
  get numbers(): readonly number[] {
    return this.messages.map(({ id }) => Number(id));
  }

  /** Stops to read, with the line open. */
  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** Breaks the line. */
  close(): void {
    this.response.destroy();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (colon === 0) this.comments.push(value);
    else if (name === 'data') this.#field.data.push(value);
    else if (name === 'event') this.#field.event = value;
    else if (name === 'id') this.#field.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  #dispatch(): void {
    const { id, event, data } = this.#field;
    this.lastEventId = id;
    this.#field = { id, event: '', data: [] };
    if (data.length === 0) return;
    const message = { id, event: event || 'message', data: data.join('\n') };
    this.messages.push(message);
    this.opening.onMessage?.(message);
  }
}
