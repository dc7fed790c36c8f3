import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How many bytes get through on a connection before it is cut, counted one way. */
export interface Cut {
  readonly way: 'there' | 'back';
  readonly after: number;
}

/** A road to a server that breaks. */
export interface CuttingProxy {
  readonly port: number;
  /** How many connections were cut. */
  readonly cuts: () => number;
  /** How many of them on the way back: the server had done what it was asked, and nobody was told. */
  readonly cutsBack: () => number;
  /** From now on nothing is cut. */
  heal(): void;
  close(): Promise<void>;
}

/**
 * Listens on a free port and passes everything on to another.
 *
 * @param cutOf - asked once for each connection.
 */
export async function cuttingProxy(to: number, cutOf: () => Cut): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const cuts = { there: 0, back: 0 };
  let isWhole = false;
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    const { way: cutWay, after } = cutOf();
    let left = after;
    let isCut = false;
    const cut = (): void => {
      near.destroy();
      far.destroy();
    };
    const carry = (from: Socket, target: Socket, way: Cut['way']): void => {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (isCut) return;
        if (isWhole || way !== cutWay || bytes.length <= left) {
          if (way === cutWay) left -= bytes.length;
          target.write(bytes);
          return;
        }
        // What came before the cut arrives all the same, as it does from a network cable.
        target.write(bytes.subarray(0, left), cut);
        isCut = true;
        cuts[way] += 1;
      });
      from.on('error', cut);
      from.on('close', () => {
        sockets.delete(from);
        target.destroySoon();
      });
    };
    carry(near, far, 'there');
    carry(far, near, 'back');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts.there + cuts.back,
    cutsBack: () => cuts.back,
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
