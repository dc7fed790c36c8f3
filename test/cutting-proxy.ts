import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A road to a server that breaks: between two cuts, so many bytes get through on a connection, in both directions. */
export interface CuttingProxy {
  readonly port: number;
  /** How many connections were cut. */
  readonly cuts: () => number;
  /** From now on nothing is cut. */
  heal(): void;
  close(): Promise<void>;
}

/**
 * Listens on a free port and passes everything on to another.
 *
 * @param bytesUntilCut - asked once for each connection.
 */
export async function cuttingProxy(to: number, bytesUntilCut: () => number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  let isWhole = false;
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let left = bytesUntilCut();
    const cut = (): void => {
      near.destroy();
      far.destroy();
    };
    const carry = (from: Socket, target: Socket): void => {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (isWhole || bytes.length <= left) {
          left -= bytes.length;
          target.write(bytes);
        } else if (left >= 0) {
          // What came before the cut arrives all the same, as it does from a network cable.
          target.write(bytes.subarray(0, left), cut);
          left = -1;
          cuts += 1;
        }
      });
      from.on('error', cut);
      from.on('close', () => {
        sockets.delete(from);
        target.destroySoon();
      });
    };
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    heal: () => {
      isWhole = true;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
