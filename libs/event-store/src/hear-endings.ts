import { type Pool, type PoolClient } from 'pg';

/**
 * Sees to it that no connection of a pool ends the process by breaking, whoever opened the pool. A connection says that it
 * broke by an event, to which the pool stops listening before whoever asked for it can begin; it is their query that fails.
 */
export function hearEndings(pool: Pool): void {
  // More stores than one may have the same pool.
  if (!pool.listeners('acquire').includes(hear)) pool.on('acquire', hear);
}

const heard = new WeakSet<PoolClient>();

function hear(client: PoolClient): void {
  if (heard.has(client)) return;
  heard.add(client);
  client.on('error', () => undefined);
}
