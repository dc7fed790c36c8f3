import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { LocalServerProblem } from './local-server-problem.ts';

/** Where a server is to listen, and what to tell the user of how it was chosen. */
export interface ChosenPort {
  readonly port: number;
  readonly remark: string | null;
}

/**
 * The port a server is to listen on: the one asked for, else the one remembered in `file`, else any free one,
 * which `file` then remembers. Throws `port-in-use` when the one asked for is taken; a remembered one that is
 * taken is replaced, and said so.
 */
export async function choosePort(server: string, file: string, asked?: number): Promise<ChosenPort> {
  if (asked !== undefined) {
    if (await isFree(asked)) return { port: asked, remark: null };
    throw new LocalServerProblem(
      'port-in-use',
      `Port ${asked}, asked for ${server}, is in use by another program.`,
      'Stop that program or choose another port.',
    );
  }
  const remembered = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (remembered > 0 && (await isFree(remembered))) return { port: remembered, remark: null };
  const port = await freePort();
  await writeFile(file, `${port}\n`);
  const remark =
    remembered > 0 ? `${server} moves to port ${port}: ${remembered} is taken by another program.` : null;
  return { port, remark };
}

/** A loopback port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryToListen(0);
  if (port === null) throw new Error('The system has no free port on 127.0.0.1.');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return (await tryToListen(port)) !== null;
}

function tryToListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address();
      const got = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => {
        resolve(got);
      });
    });
  });
}
