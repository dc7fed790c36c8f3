import { type RecordedEvent } from '#libs/domain';

/** What a log must never show: each fault in a sentence, none for a sound log that begins at position 1. */
export function faultsIn(
  log: readonly Pick<RecordedEvent, 'position' | 'stream' | 'version' | 'id'>[],
): string[] {
  const faults: string[] = [];
  const versions = new Map<string, number>();
  const ids = new Set<string>();
  let last = 0;
  for (const { position, stream, version, id } of log) {
    if (position !== last + 1) faults.push(`position ${position} comes after ${last}`);
    const before = versions.get(stream) ?? 0;
    if (version !== before + 1) faults.push(`version ${version} of ${stream} comes after ${before}`);
    if (ids.has(id)) faults.push(`the event ${id} is there twice`);
    last = position;
    versions.set(stream, version);
    ids.add(id);
  }
  return faults;
}
