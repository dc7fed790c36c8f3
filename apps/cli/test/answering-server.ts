import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in. */
export interface Came {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to say to it; `hang-up` breaks the line instead. */
export type Reply =
  | 'hang-up'
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };

/** A remote that says what a test has it say: what the command does when a ledger misbehaves. */
export class AnsweringServer {
  readonly came: Came[] = [];

  private constructor(private readonly server: Server) {}

  /** Answers each request as told; a list is said one after another, its last for ever. */
  static async start(reply: readonly Reply[] | ((came: Came) => Reply)): Promise<AnsweringServer> {
    let answering: AnsweringServer | undefined = undefined;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const came = { method, url, headers, body: Buffer.concat(chunks).toString() };
        const said = answering?.came ?? [];
        said.push(came);
        const next =
          typeof reply === 'function' ? reply(came) : (reply[said.length - 1] ?? reply.at(-1) ?? 'hang-up');
        if (next === 'hang-up') {
          request.socket.destroy();
          return;
        }
        const { status = 200, headers: more, body } = next;
        const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        response.writeHead(status, { 'content-type': 'application/json', ...more }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    answering = new AnsweringServer(server);
    return answering;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
