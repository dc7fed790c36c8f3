import {
  changeBy,
  decode,
  evolve,
  isCommitmentEvent,
  type Known,
  type RecordedEvent,
  type Standpoint,
} from '#libs/domain';
import { type Filter, type Matchable, matches, parseFilter } from '#libs/subscriptions';
import { type Heard, type Subscriber } from './subscriber.ts';

/** Everything a filter may ask of an event. */
type Told = Heard & { readonly about: Matchable };

/**
 * The events of a store with all that filters ask of them, by a fold of the store alone: neither Kafka nor a read model has
 * a part in it.
 *
 * @param events all of them, in the order of positions.
 */
export function toldBy(events: readonly RecordedEvent[]): readonly Told[] {
  const commitments = new Map<string, { known: Known; standpoint: Standpoint }>();
  return events.map((recorded) => {
    const { id, stream, position, type } = recorded;
    const event = decode(recorded);
    if (!isCommitmentEvent(event)) {
      return { id, stream, position, about: { stream, type, ...OF_NO_COMMITMENT } };
    }
    const before = commitments.get(stream);
    const known = evolve(before?.known, event);
    const { standpoint, change } = changeBy(before?.standpoint, known, { recorded, event });
    commitments.set(stream, { known, standpoint });
    const { committers, beneficiaries, kind } = known.announced;
    const changed = change?.();
    const about = {
      ...{ stream, type, parties: [...committers, ...beneficiaries], kind },
      label: standpoint.verdict?.label ?? null,
      change: changed ? { from: changed.from, to: changed.to } : null,
    };
    return { id, stream, position, about };
  });
}

const OF_NO_COMMITMENT = { parties: [], kind: null, label: null, change: null };

/** What a subscriber wants of them. */
export function wantedBy(
  { of, filter }: Pick<Subscriber, 'of' | 'filter'>,
  told: readonly Told[],
): readonly Heard[] {
  const wanted = filterOf(filter);
  return told.filter(({ about }) => (of === 'events' || about.change !== null) && matches(wanted, about));
}

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('faults' in parsed) throw new Error(parsed.faults[0]?.fault);
  return parsed.filter;
}
