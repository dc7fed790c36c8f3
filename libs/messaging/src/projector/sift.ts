import {
  eventAt,
  type KafkaMessage,
  MalformedMessage,
  type Place,
  placeOf,
  type PublishedEvent,
} from '../envelope.ts';
import { type Checkpoint } from './checkpoints.ts';

/** A message at its place in a partition. */
export interface OffsetMessage extends KafkaMessage {
  readonly offset: string;
}

/** What has come in: an event; a message of the relay's that cannot be read; or one that no relay of ours sent. */
export type Arrival =
  | { readonly kind: 'event'; readonly message: KafkaMessage; readonly event: PublishedEvent }
  | {
      readonly kind: 'unreadable';
      readonly message: KafkaMessage;
      readonly place: Place;
      readonly error: Error;
    }
  | { readonly kind: 'stray'; readonly message: KafkaMessage; readonly error: Error };

/** What to do with the messages at the head of a partition. */
export type Sifted =
  /** Fold these in, and the checkpoint is then `next`, which may stand before the last message. */
  | { readonly verdict: 'fold'; readonly arrivals: readonly Arrival[]; readonly next: Checkpoint }
  /** The log is being published anew: begin with its first offset. */
  | { readonly verdict: 'newer-generation' }
  /** An event is missing before the next one. */
  | { readonly verdict: 'hole'; readonly after: number; readonly before: number };

/**
 * Which of the messages are new. Positions decide, not offsets: what stands at or below the checkpoint's position was
 * folded in before, which is what makes it harmless to publish the log again. An event whose predecessor in the
 * partition is unknown is never folded in, so no loss in the topic can become a silent loss in the read models.
 */
export function sift(checkpoint: Checkpoint, source: string, messages: readonly OffsetMessage[]): Sifted {
  const arrivals: Arrival[] = [];
  let { nextOffset, position } = checkpoint;
  for (const message of messages) {
    const offset = Number(message.offset);
    if (offset < checkpoint.nextOffset) continue;
    const arrival = read(message);
    if (arrival.kind === 'stray') {
      arrivals.push(arrival);
    } else {
      const place = arrival.kind === 'event' ? arrival.event : arrival.place;
      const ours = place.source === source;
      const isNews = ours && place.generation === checkpoint.generation && place.position > position;
      const stop: Sifted | undefined =
        ours && place.generation > checkpoint.generation
          ? { verdict: 'newer-generation' }
          : isNews && place.previous > position
            ? { verdict: 'hole', after: position, before: place.position }
            : undefined;
      if (stop) {
        if (nextOffset === checkpoint.nextOffset) return stop;
        break;
      }
      if (isNews) {
        arrivals.push(arrival);
        position = place.position;
      }
    }
    nextOffset = offset + 1;
  }
  return { verdict: 'fold', arrivals, next: { ...checkpoint, nextOffset, position } };
}

function read(message: KafkaMessage): Arrival {
  let place: Place;
  try {
    place = placeOf(message);
  } catch (error) {
    return { kind: 'stray', message, error: malformed(error) };
  }
  try {
    return { kind: 'event', message, event: eventAt(place, message) };
  } catch (error) {
    return { kind: 'unreadable', message, place, error: malformed(error) };
  }
}

function malformed(error: unknown): MalformedMessage {
  if (error instanceof MalformedMessage) return error;
  throw error;
}
