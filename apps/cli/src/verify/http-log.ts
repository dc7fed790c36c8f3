import { tilePath } from '#libs/transparency';
import { type LogSource, NotServed } from '#libs/verification';
import type { LedgerClient } from '../client.ts';
import { Refused } from '../problems.ts';

/** The log of a running ledger (docs/http.md, Log). */
export function httpLog(client: LedgerClient): LogSource {
  const read = async (path: string): Promise<Buffer> => {
    try {
      return await client.bytes(path, { title: false });
    } catch (error) {
      // Whatever else goes wrong is no fault of the log's.
      if (error instanceof Refused) throw new NotServed(error.sentences[0], { cause: error });
      throw error;
    }
  };
  return {
    checkpoint: async () => (await read('/log/checkpoint')).toString(),
    key: async () => (await read('/log/key')).toString(),
    policy: async () => (await read('/log/policy')).toString(),
    tile: (tile) => read(`/log/${tilePath(tile)}`),
  };
}
