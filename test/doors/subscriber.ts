/** Something that somebody was told at a door: an event, or a change, which has the id of the event that made it. */
export interface Heard {
  readonly id: string;
  readonly stream: string;
  /** Of the event. */
  readonly position: number;
}

/** One who subscribes at a door, and whatever became of them there. */
export interface Subscriber {
  /** The door and the filter, for people. */
  readonly name: string;
  /** What is subscribed to. */
  readonly of: 'events' | 'changes';
  /** In the filter language. */
  readonly filter: string;
  /** Everything that was told, as often as it was, in the order in which it was told. */
  readonly heard: readonly Heard[];
  stop(): Promise<void>;
}

/** The same, each once: where it was first told. */
export function onceEach(heard: readonly Heard[]): readonly Heard[] {
  const ids = new Set<string>();
  return heard.filter(({ id }) => !ids.has(id) && ids.add(id));
}

/**
 * What is wrong with what somebody heard, in sentences; none where they heard exactly what they wanted, each stream in
 * order, once what came again is left out.
 */
export function faultsIn(heard: readonly Heard[], wanted: readonly Heard[]): readonly string[] {
  const first = onceEach(heard);
  const ids = new Set(first.map(({ id }) => id));
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const missing = wanted.filter(({ id }) => !ids.has(id));
  const unwanted = first.filter(({ id }) => !wantedIds.has(id));
  const disorder: Heard[] = [];
  const reached = new Map<string, number>();
  for (const one of first) {
    const before = reached.get(one.stream) ?? 0;
    if (one.position < before) disorder.push(one);
    reached.set(one.stream, Math.max(before, one.position));
  }
  return [
    ...sentence('never heard', missing),
    ...sentence('not wanted', unwanted),
    ...sentence('after what comes later in its stream', disorder),
  ];
}

const SHOWN = 5;

const sentence = (what: string, some: readonly Heard[]): readonly string[] =>
  some.length === 0
    ? []
    : [
        `${some.length} ${what}: ${some
          .slice(0, SHOWN)
          .map(({ position, stream }) => `${position} ${stream}`)
          .join(', ')}`,
      ];
