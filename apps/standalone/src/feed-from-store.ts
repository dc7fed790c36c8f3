import { EventStore } from '#libs/event-store';
import { runWithoutBroker } from '#libs/messaging';
import { openPool } from '#libs/platform';
import { projections } from '#libs/read-models';
import { Logger } from '@nestjs/common';
import type { Database, Running } from './servers.ts';

const READERS = 3;

/** Relay and projector in one, for a machine without Kafka: the same projections, fed from the store. */
export function feedFromStore(database: Database, onStalled: () => void): Running {
  const log = new Logger('projector');
  const pool = openPool(
    {
      connectionString: database.urls.relay,
      application_name: 'ledger-relay-reader',
      max: READERS,
      keepAlive: true,
    },
    (error) => {
      log.debug(`An idle connection ended: ${error.message}`);
    },
  );
  const projector = runWithoutBroker({
    databaseUrl: database.urls.projector,
    relayDatabaseUrl: database.urls.relay,
    source: new EventStore(pool),
    projections,
    log,
    onStalled,
  });
  return {
    stop: async () => {
      await projector.stop();
      await pool.end();
    },
  };
}
