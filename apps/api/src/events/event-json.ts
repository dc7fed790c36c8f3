import { type RecordedEvent } from '#libs/domain';
import { eventJson } from '#libs/messaging';

/** A page of events, each in the JSON format of CloudEvents. */
export function eventPageJson(
  events: readonly RecordedEvent[],
  { source, next, head }: { readonly source: string; readonly next: number; readonly head: number },
): string {
  const items = events.map((event) => eventJson(event, source)).join(',');
  return `{"items":[${items}],"next":${next},"asOf":{"position":${head}}}`;
}
