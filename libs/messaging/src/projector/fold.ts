import { inTransaction } from '#libs/platform';
import { type Pool } from 'pg';
import { type PublishedEvent } from '../envelope.ts';
import { type Log, sentence } from '../log.ts';
import { type Sql } from '../sql.ts';
import { isStructureMissing } from '../transient.ts';
import { attempt, demandSound, project, ProjectionFailed } from './attempt.ts';
import { type Checkpoint, moveCheckpoint } from './checkpoints.ts';
import { heldKey, heldStreams, park } from './parked.ts';
import {
  type EventArrival,
  parkingOf,
  parkingOfStray,
  positionOf,
  separate,
  streamOf,
  type StreamArrival,
  type Unfolded,
} from './parking.ts';
import { type Projection } from './projection.ts';
import { beginFold, type ReadModelSchema } from './read-model-schema.ts';
import { type Arrival } from './sift.ts';
import { together } from './transaction.ts';

/** Into what is folded, and by whom. */
export interface Fold {
  readonly pool: Pool;
  readonly schema: ReadModelSchema;
  readonly projections: readonly Projection[];
  readonly log: Log;
  /** In how many transactions at the same time. */
  readonly concurrency: number;
}

/** One step of one partition. */
export interface Step {
  /** The incarnation of the tables the checkpoint was read from. */
  readonly build: string;
  readonly from: Checkpoint;
  readonly next: Checkpoint;
  readonly arrivals: readonly Arrival[];
}

/** How often an event is tried before it is parked. */
const ATTEMPTS = 3;

/** `moved` when the checkpoint is not where the caller thought: read it again. */
export type Outcome = 'folded' | 'moved';

/**
 * Folds steps of different partitions in one transaction; where that cannot be, each in its own, so that none has to answer
 * for another.
 *
 * @returns of each step what {@link foldStep} would return or throw, in the same order.
 */
export async function foldSteps(
  fold: Fold,
  steps: readonly Step[],
): Promise<readonly PromiseSettledResult<Outcome>[]> {
  if (steps.length > 1) {
    try {
      await inOneTransaction(fold, steps, atOnce);
      return steps.map(() => ({ status: 'fulfilled', value: 'folded' }));
    } catch (error) {
      if (!(error instanceof ProjectionFailed) && !(error instanceof CheckpointMoved))
        return steps.map(() => ({ status: 'rejected', reason: error }));
      fold.log.debug(`${error.message} on partitions taken together, which are taken one by one`);
    }
  }
  const outcomes: PromiseSettledResult<Outcome>[] = [];
  for (const step of steps) outcomes.push(...(await Promise.allSettled([foldStep(fold, step)])));
  return outcomes;
}

/**
 * Folds one step: rows of every projection and the checkpoint in one transaction, all or nothing. First all events at
 * once; if a projection fails on that, one by one, and what fails then is parked and its stream held.
 *
 * @throws ReadModelsUnsound when tables are missing, or whatever the database throws when it is away. Nothing has
 * happened then, and the same step may be tried again.
 */
export async function foldStep(fold: Fold, step: Step): Promise<Outcome> {
  try {
    try {
      await inOneTransaction(fold, [step], atOnce);
    } catch (error) {
      if (!(error instanceof ProjectionFailed)) throw error;
      if (isStructureMissing(error.cause)) await demandSound(fold.pool, fold.schema);
      fold.log.debug(`${error.message} on a batch, which is taken event by event: ${sentence(error.cause)}`);
      await inOneTransaction(fold, [step], oneByOne);
    }
    return 'folded';
  } catch (error) {
    if (error instanceof CheckpointMoved) return 'moved';
    throw error;
  }
}

/** Somebody else has moved a checkpoint, or the tables are others. */
class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
  constructor() {
    super('A checkpoint has moved');
  }
}

/** What a projection may have now, and what waits. */
interface Share extends ReturnType<typeof separate> {
  readonly projection: Projection;
}

/** Gives projections events of streams that are not held, and answers which of them each has not folded in. */
type Projecting = (
  tx: Sql,
  schema: ReadModelSchema,
  shares: readonly Share[],
) => Promise<readonly (readonly Unfolded[])[]>;

/** @throws CheckpointMoved, ProjectionFailed */
function inOneTransaction(
  { pool, schema, projections, log }: Fold,
  steps: readonly Step[],
  projecting: Projecting,
): Promise<void> {
  return inTransaction(pool, beginFold(schema), async (tx) => {
    const inStreams = inOrder(steps);
    const [moves, held] = await together([
      moveCheckpoints(tx, schema, steps),
      heldStreams(tx, schema, inStreams.map(streamOf)),
    ]);
    if (!moves) throw new CheckpointMoved();
    const parkings = steps.flatMap(({ from, arrivals }) =>
      arrivals
        .filter((arrival) => arrival.kind === 'stray')
        .map((stray) => parkingOfStray(stray, from.partition)),
    );
    const shares = sharesOf(projections, inStreams, held);
    const unfolded = await projecting(tx, schema, shares);
    for (const [index, { projection, waiting }] of shares.entries()) {
      const all = [...waiting, ...(unfolded[index] ?? [])];
      parkings.push(...all.map((one) => parkingOf(projection, one, partitionOf(steps, one.arrival))));
    }
    for (const { reason, projection, stream, position, error } of parkings) {
      const what = reason === 'stray' ? 'a message that is no event' : `event ${position}`;
      if (reason !== 'held') log.error(`Parked ${what} of ${stream} for ${projection}: ${error ?? ''}`);
    }
    await park(tx, schema, parkings);
  });
}

/** What stands in streams, in order of positions. */
function inOrder(steps: readonly Step[]): readonly StreamArrival[] {
  const arrivals = steps.flatMap((step) => step.arrivals.filter((arrival) => arrival.kind !== 'stray'));
  if (steps.length > 1) arrivals.sort((one, other) => positionOf(one) - positionOf(other));
  return arrivals;
}

const partitionOf = (steps: readonly Step[], arrival: StreamArrival): number =>
  steps.find(({ arrivals }) => arrivals.includes(arrival))?.from.partition ?? 0;

/** Whether all could be moved. In the order of partitions, so that no two who hold the same wait for each other. */
async function moveCheckpoints(tx: Sql, schema: ReadModelSchema, steps: readonly Step[]): Promise<boolean> {
  const ordered = steps.toSorted((one, other) => one.from.partition - other.from.partition);
  const moved = await together(
    ordered.map(({ build, from, next }) => moveCheckpoint(tx, schema, build, from, next)),
  );
  return moved.every((isMoved) => isMoved);
}

/** Where nothing is held, which is nearly always, all have the same share, so that what is worked out of it serves all. */
function sharesOf(
  projections: readonly Projection[],
  arrivals: readonly StreamArrival[],
  held: ReadonlySet<string>,
): readonly Share[] {
  const common = separate(arrivals, () => false);
  return projections.map((projection) => ({
    projection,
    ...(held.size === 0
      ? common
      : separate(arrivals, (stream) => held.has(heldKey(projection.name, stream)))),
  }));
}

/** All side by side: each waits for its own answers only. */
const atOnce: Projecting = async (tx, schema, shares) => {
  const lists = new Map<readonly EventArrival[], readonly PublishedEvent[]>();
  for (const { ready } of shares) {
    if (!lists.has(ready))
      lists.set(
        ready,
        ready.map(({ event }) => event),
      );
  }
  await together(
    shares.map(({ projection, ready }) => project(tx, schema, projection, lists.get(ready) ?? [])),
  );
  return [];
};

const oneByOne: Projecting = async (tx, schema, shares) => {
  const unfolded: (readonly Unfolded[])[] = [];
  for (const { projection, ready } of shares) {
    unfolded.push(await eachOf(tx, schema, projection, ready));
  }
  return unfolded;
};

async function eachOf(
  tx: Sql,
  schema: ReadModelSchema,
  projection: Projection,
  arrivals: readonly EventArrival[],
): Promise<readonly Unfolded[]> {
  const unfolded: Unfolded[] = [];
  const held = new Set<string>();
  for (const arrival of arrivals) {
    if (held.has(arrival.event.stream)) {
      unfolded.push({ arrival, attempts: 0 });
      continue;
    }
    let failure = await attempt(tx, schema, projection, [arrival.event]);
    for (let attempts = 1; failure !== undefined && attempts < ATTEMPTS; attempts++) {
      failure = await attempt(tx, schema, projection, [arrival.event]);
    }
    if (failure === undefined) continue;
    held.add(arrival.event.stream);
    unfolded.push({ arrival, error: sentence(failure), attempts: ATTEMPTS });
  }
  return unfolded;
}
