import { type Day } from '#libs/domain';
import { type DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { isStructureMissing, ReadModelsAbsent } from './read-model-errors.ts';

/** Which truth is asked for: of what day, and by what was known. */
export interface At {
  /** By the facts' own dates, as it stood at the end of this day. */
  readonly validAt: Day;
  /** By what the ledger knew at this position; without it, by all that the read models know. */
  readonly knownAt?: number;
}

/** What an answer is true as of. */
export interface AsOf {
  /**
   * Everything recorded up to this position is in the answer; of what was known before, nothing after it is. So the same
   * question about the past has the same answer to the byte, however much has been recorded since.
   */
  readonly position: number;
  readonly validAt: Day;
  readonly knownAt: number | null;
}

/** One unchanging view of all read models, from which one answer is put together. */
export interface Snapshot {
  readonly manager: EntityManager;
  readonly at: At;
  readonly asOf: AsOf;
}

// The projector takes this lock alone to replace the schema, and shared to fold into it (migration 0002).
const SHAPE_LOCK = '(4711011, 0)';

/**
 * Answers from one repeatable-read snapshot, of tables that cannot be replaced meanwhile.
 *
 * The lock is the session's and comes before the transaction. Taken within it, its own statement would fix the snapshot,
 * and after a wait for a replacement that would be the view from before, in which the new tables are half empty.
 *
 * @throws ReadModelsAbsent
 */
export async function inSnapshot<Answer>(
  dataSource: DataSource,
  at: At,
  answer: (snapshot: Snapshot) => Promise<Answer>,
): Promise<Answer> {
  const runner = dataSource.createQueryRunner();
  let end = 'rollback';
  try {
    await runner.query(`select pg_advisory_lock_shared${SHAPE_LOCK}`);
    try {
      await runner.query('begin isolation level repeatable read read only');
      const position = await positionIn(runner);
      const asOf = {
        position: Math.min(position, at.knownAt ?? position),
        validAt: at.validAt,
        knownAt: at.knownAt ?? null,
      };
      const answered = await answer({ manager: runner.manager, at, asOf });
      end = 'commit';
      return answered;
    } finally {
      await runner.query(`${end}; select pg_advisory_unlock_shared${SHAPE_LOCK}`);
    }
  } catch (error) {
    throw isStructureMissing(error) ? new ReadModelsAbsent(error) : error;
  } finally {
    await runner.release();
  }
}

async function positionIn(runner: QueryRunner): Promise<number> {
  const [row] = (await runner.query(
    `select ledger.read_models_as_of() as position, to_regclass('read_models.build') is not null as present`,
  )) as { position: number; present: boolean }[];
  if (!row?.present) throw new ReadModelsAbsent();
  return row.position;
}
