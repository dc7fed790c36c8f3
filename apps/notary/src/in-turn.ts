import { type Sql } from '#libs/transparency';
import { type Client } from 'pg';

/**
 * One session used from several places: each statement waits for the one before. node-postgres queues them by itself so far,
 * and has said that it will not for ever.
 */
export function inTurn(client: Client): Sql {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (statement, values) => {
      const answer = last.then(() => (client as Sql).query(statement, values));
      last = answer.catch(() => undefined);
      return answer as never;
    },
  };
}
