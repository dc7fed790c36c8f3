import { type AppendRequest, type NewEvent, type StreamAppend } from '#libs/event-store';
import { v7 } from 'uuid';

/** An event that means nothing, with what the test is about laid over it. */
export const sampleEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  id: v7(),
  type: 'StepTaken',
  schema: 1,
  occurred: '2024-11-16',
  data: { text: 'A step' },
  ...given,
});

/** As many events as asked for on one stream, at the version expected of it. */
export const sampleStream = (stream: string, expected = 0, count = 1): StreamAppend => ({
  stream,
  expected,
  events: Array.from({ length: count }, () => sampleEvent()),
});

/** A request to append these, by somebody, for some reason. */
export const sampleAppend = (
  appends: StreamAppend | readonly StreamAppend[],
  given: Partial<AppendRequest> = {},
): AppendRequest => ({
  appends: 'stream' in appends ? [appends] : appends,
  actor: 'desk-officer',
  correlationId: v7(),
  ...given,
});
