import { commitmentStream, isCommitmentEvent, UnfoldableEvent, type RecordedEvent } from '#libs/domain';
import { track, type Placed, type Tracked } from '#libs/read-models';
import { type History } from '../history.ts';
import { eventIn } from './told-in.ts';

/** One commitment, folded. */
export interface Folded {
  readonly id: string;
  /** Undefined where nothing of it can be folded. */
  readonly tracked: Tracked | undefined;
  readonly positions: readonly number[];
  /** Why, and from which position on, its events are not in `tracked`. */
  readonly fault?: { readonly statement: string; readonly position: number };
}

/** So many streams are read at once: some 10 MB where they are long. */
const AT_ONCE = 25;

/**
 * The commitments by these ids, in this order, each folded by the domain's own fold. An event that cannot be folded ends
 * its own commitment there, as it does in the read models, and no other. What was never recorded is passed over.
 */
export async function* folded(ids: readonly string[], history: History): AsyncGenerator<Folded, void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const streams = await history.streams(some.map(commitmentStream));
    for (const id of some) {
      const events = streams.get(commitmentStream(id)) ?? [];
      if (events.length > 0) yield fold(id, events);
    }
  }
}

function fold(id: string, events: readonly RecordedEvent[]): Folded {
  const placed: Placed[] = [];
  const positions = events.map(({ position }) => position);
  for (const recorded of events) {
    const event = eventIn(recorded);
    if (!event || !isCommitmentEvent(event)) {
      const statement = `${recorded.type}, version ${recorded.schema}, cannot be read by this build.`;
      return { id, positions, tracked: tracked(placed), fault: { statement, position: recorded.position } };
    }
    placed.push({ event, position: recorded.position });
  }
  try {
    return { id, positions, tracked: tracked(placed) };
  } catch (error) {
    if (!(error instanceof UnfoldableEvent)) throw error;
    return { id, positions, ...asFarAs(placed, error) };
  }
}

const tracked = (placed: readonly Placed[]): Tracked | undefined =>
  placed.length === 0 ? undefined : track(undefined, placed);

/** What can be folded before the first event that cannot. */
function asFarAs(placed: readonly Placed[], { message }: UnfoldableEvent): Pick<Folded, 'tracked' | 'fault'> {
  let before: Tracked | undefined;
  for (const each of placed) {
    try {
      before = track(before, [each]);
    } catch (error) {
      if (!(error instanceof UnfoldableEvent)) throw error;
      return { tracked: before, fault: { statement: `${message}.`, position: each.position } };
    }
  }
  return { tracked: before };
}
