import { parseCheckpoint, parseNote, parseTlogProof, TILE_WIDTH, tileWidth } from '#libs/transparency';
import { leavesOf, type EventProof, type Trust } from '#libs/verification';
import type { LedgerClient } from '../client.ts';
import { Unavailable } from '../problems.ts';
import { httpLog } from './http-log.ts';

/** What a running ledger has to prove one of its events: the proof, the leaf, and the key unless one is given. */
export async function eventOverHttp(
  client: LedgerClient,
  position: number,
  given: Trust,
): Promise<readonly [EventProof, Trust, Trust]> {
  const log = httpLog(client);
  const proof = (await client.bytes(`/v1/events/${position}/proof`)).toString();
  const { size } = parseCheckpoint(parseNote(parseTlogProof(proof).checkpoint).text);
  const index = Math.floor((position - 1) / TILE_WIDTH);
  const leaves = await leavesOf(log, index, tileWidth(0, index, size));
  const leaf = typeof leaves === 'string' ? undefined : leaves[(position - 1) % TILE_WIDTH];
  if (!leaf)
    throw new Unavailable([`The ledger proves position ${position}, and does not give out its leaf.`]);
  const [key, policy] = await Promise.all([log.key(), log.policy()]);
  return [{ proof, leaf, position }, given, { key, policy }];
}
