import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Files that are served over HTTP. */
export interface ServedFiles {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves files below an address of this machine, as they stand in the map when they are asked for. */
export async function serveFiles(files: ReadonlyMap<string, Buffer>): Promise<ServedFiles> {
  const server = createServer((request, response) => {
    const bytes = files.get((request.url ?? '').replace(/^\//, ''));
    response.statusCode = bytes ? 200 : 404;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
