import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A road to a Postgres on which a session may be over as soon as it has begun. */
export interface EndedAtBirth {
  /** Of the database, by that road. */
  readonly url: string;
  /** Ends the next session that begins. */
  endNext(): void;
  /** How many sessions were ended. */
  readonly ended: () => number;
  close(): Promise<void>;
}

/**
 * Ends sessions as an administrator does, but always at the worst moment: that a session is over arrives in one packet with
 * that it is ready.
 *
 * @param url - of the database.
 */
export async function endedAtBirth(url: string): Promise<EndedAtBirth> {
  const { port, hostname } = new URL(url);
  const sockets = new Set<Socket>();
  let ended = 0;
  let toEnd = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroySoon();
        far.destroySoon();
      });
    }
    near.pipe(far);
    let hasBegun = false;
    far.on('data', (bytes) => {
      const begins = !hasBegun && bytes.subarray(-READY.length).equals(READY);
      hasBegun ||= begins;
      if (!begins || toEnd === 0) {
        near.write(bytes);
        return;
      }
      toEnd--;
      ended++;
      near.end(Buffer.concat([bytes, TERMINATED]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    endNext: () => {
      toEnd++;
    },
    ended: () => ended,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** A message of the server, by "Message Formats" of PostgreSQL's documentation of its protocol. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + length.length);
  return Buffer.concat([Buffer.from(type), length, body]);
}

/** Idle, in no transaction. */
const READY = message('Z', Buffer.from('I'));
/** An ErrorResponse as `pg_terminate_backend` has it sent. */
const TERMINATED = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);
