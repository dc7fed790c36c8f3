import { sentence } from '../log.ts';
import { NO_PROJECTION, type Parking } from './parked.ts';
import { type Projection } from './projection.ts';
import { type Arrival } from './sift.ts';

export type EventArrival = Extract<Arrival, { kind: 'event' }>;
export type StrayArrival = Extract<Arrival, { kind: 'stray' }>;
export type StreamArrival = Exclude<Arrival, { kind: 'stray' }>;

/** What a projection has not folded in: it failed so often, or was not tried because its stream is held. */
export interface Unfolded {
  readonly arrival: StreamArrival;
  readonly error?: string;
  readonly attempts: number;
}

/** The stream a message belongs to. */
export const streamOf = (arrival: StreamArrival): string =>
  arrival.kind === 'event' ? arrival.event.stream : arrival.place.stream;

/** Where it stands in the log. */
export const positionOf = (arrival: StreamArrival): number =>
  arrival.kind === 'event' ? arrival.event.position : arrival.place.position;

/** What a projection may have now; and what waits, because its stream is held or because it cannot be read. */
export function separate(
  arrivals: readonly StreamArrival[],
  isHeld: (stream: string) => boolean,
): { readonly ready: readonly EventArrival[]; readonly waiting: readonly Unfolded[] } {
  const ready: EventArrival[] = [];
  const waiting: Unfolded[] = [];
  const unreadable = new Set<string>();
  for (const arrival of arrivals) {
    const stream = streamOf(arrival);
    if (isHeld(stream) || unreadable.has(stream)) {
      waiting.push({ arrival, attempts: 0 });
    } else if (arrival.kind === 'unreadable') {
      unreadable.add(stream);
      waiting.push({ arrival, error: sentence(arrival.error), attempts: 1 });
    } else {
      ready.push(arrival);
    }
  }
  return { ready, waiting };
}

/** The row that parks it. */
export function parkingOf(
  { name }: Projection,
  { arrival, error, attempts }: Unfolded,
  partition: number,
): Parking {
  const event = arrival.kind === 'event' ? arrival.event : undefined;
  return {
    projection: name,
    stream: streamOf(arrival),
    position: positionOf(arrival),
    partition,
    reason: error === undefined ? 'held' : 'failed',
    eventId: event?.id ?? null,
    type: event?.type ?? null,
    error: error ?? null,
    attempts,
    message: arrival.message,
  };
}

/** The row that keeps a message that has no place in the log: for nobody, and nothing waits behind it. */
export const parkingOfStray = ({ message, error }: StrayArrival, partition: number): Parking => ({
  projection: NO_PROJECTION,
  stream: message.key?.toString() ?? '',
  position: 0,
  partition,
  reason: 'stray',
  eventId: null,
  type: null,
  error: sentence(error),
  attempts: 1,
  message,
});
