import { once } from 'node:events';
import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';
import { until } from '#libs/testkit';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver answers; 'never' is no answer at all. */
export type Reply =
  | 'never'
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    };

/** A server that others send webhooks to, on this machine. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Everything received, challenges too, in order. */
  readonly received: Received[];
  /** What is said to what comes; by default 204, and to a challenge the challenge. */
  reply: (received: Received, earlier: number) => Reply | Promise<Reply>;
  /** The positions of the entries received, in order, with those that came twice. */
  readonly positions: () => readonly number[];
  /** Waits until so many entries have come, or so many different ones. */
  readonly arrived: (count: number) => Promise<unknown>;
  readonly arrivedOnce: (count: number) => Promise<unknown>;
  /** How many connections were made to it. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** The data of the entries received, in order, without challenges and tests. */
export const entriesIn = (
  received: readonly Received[],
): readonly {
  readonly id: string;
  readonly subject: string;
  readonly position: number;
  readonly number?: number;
}[] =>
  received
    .map(({ body }) => JSON.parse(body) as { id: string; subject: string; position: number; type: string })
    .filter(({ type }) => type !== 'subscription-challenge' && type !== 'SubscriptionTested');

/** On a machine that has much else to do. */
const PATIENCE_MS = 60_000;

/** What agrees to everything. */
export const agreeing = ({ body }: Received): Reply => {
  const { challenge } = JSON.parse(body) as { challenge?: string };
  return challenge === undefined ? { status: 204 } : { body: challenge };
};

/** Opens a receiver on 127.0.0.1, or another address of this machine. */
export async function openReceiver({
  tls,
  host = '127.0.0.1',
}: {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly host?: string;
} = {}): Promise<Receiver> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const received: Received[] = [];
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(one);
      void Promise.resolve(receiver.reply(one, received.length - 1)).then((reply) => {
        if (reply === 'never') return;
        response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
      });
    });
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const positions = () => entriesIn(received).map(({ position }) => position);
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://${tls ? 'localhost' : name}:${port}/hooks`,
    port,
    received,
    reply: agreeing,
    positions,
    arrived: (count) => until(`${count} arrived`, () => positions().length >= count, PATIENCE_MS),
    arrivedOnce: (count) =>
      until(`${count} different ones arrived`, () => new Set(positions()).size >= count, PATIENCE_MS),
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
