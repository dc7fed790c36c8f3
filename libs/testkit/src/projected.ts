import { type RecordedEvent } from '#libs/domain';
import { type ReadModels } from '#libs/read-models';
import { cloneDatabase, type TestDatabase } from './database.ts';

/** Read models of one's own, filled by the real projections as the projector's role and read as the api's. */
export interface Projected {
  readonly database: TestDatabase;
  readonly readModels: ReadModels;
  /** Folds events in batches of a size, and lets the read models say that they are true as of the last. */
  project(events: readonly RecordedEvent[], batch?: number): Promise<void>;
  close(): Promise<void>;
}

/** An empty set of read models in a database of one's own. */
export async function emptyReadModels(): Promise<Projected> {
  const { openReadModels, projections } = await import('#libs/read-models');
  const database = await cloneDatabase();
  const projector = database.pool('projector', 1);
  const admin = database.pool('admin', 1);
  await projector.query(`select ledger.create_read_models('read_models')`);
  const readModels = await openReadModels({ url: database.urls.api });
  return {
    database,
    readModels,
    project: async (events, batch = 7) => {
      for (let from = 0; from < events.length; from += batch) {
        const some = events.slice(from, from + batch);
        for (const projection of projections) await projection.project(projector, 'read_models', some);
      }
      await admin.query('update read_models.build set as_of = $1', [events.at(-1)?.position ?? 0]);
    },
    close: async () => {
      await readModels.close();
      await database.drop();
    },
  };
}
