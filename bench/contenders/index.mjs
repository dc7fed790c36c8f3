import { prepareEmmett } from './emmett.mjs';
import { prepareLedger } from './ledger.mjs';
import { prepareMessageDb } from './message-db.mjs';
import { preparePgbench } from './raw-pgbench.mjs';
import { prepareNodeInsert } from './raw-node.mjs';

/**
 * A store that events are appended to. `open` connects its clients; `run` lets all of them append without a pause and
 * answers what was done; `close` ends the connections.
 *
 * @typedef {object} Contender
 * @property {string} name as it stands in the figures
 * @property {string} database
 * @property {(how: {clients: number, perAppend: number}) => Promise<Session>} open
 *
 * @typedef {object} Session
 * @property {(seconds: number) => Promise<{done: number, seconds: number}>} run
 * @property {() => Promise<void>} close
 */

/**
 * The ledger and the peers asked for, each with a database of its own.
 *
 * @returns {Promise<Contender[]>} the ledger first
 */
export async function prepareContenders({ servers, asked, pgbench }) {
  const contenders = [await prepareLedger(servers)];
  if (asked.peers.includes('raw')) contenders.push(await prepareRaw({ servers, pgbench }));
  if (asked.peers.includes('emmett')) contenders.push(await prepareEmmett(servers));
  if (asked.peers.includes('message-db')) contenders.push(await prepareMessageDb(servers));
  return contenders;
}

/** The raw database: through the machine's pgbench, or what stands in for it. */
export const prepareRaw = ({ servers, pgbench }) =>
  pgbench ? preparePgbench(servers, pgbench) : prepareNodeInsert(servers);
