import { type FactToRecord } from '#libs/domain';
import { type AppendedEvent } from '#libs/event-store';
import { Command } from '@nestjs/cqrs';
import { type ReadStreams } from './known-streams.ts';

/** A request to record facts, all of them or none. */
export interface RecordingRequest {
  readonly facts: readonly FactToRecord[];
  readonly actor: string;
  readonly correlationId: string;
  /** The caller's key, and the hash of what they sent. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /** The version the caller saw the stream at; at any other, nothing is recorded. */
  readonly expected?: { readonly stream: string; readonly version: number };
  /** What it was understood by. Decided on again where nobody else can have moved it since, as far as is known. */
  readonly read: ReadStreams;
  /** Decide, and record nothing. */
  readonly dryRun: boolean;
}

/** What came of it. */
export interface Recording {
  readonly outcome: 'recorded' | 'unchanged' | 'dry-run';
  /** Everything asked for is recorded at or before this position. Null where nothing was recorded on purpose. */
  readonly position: number | null;
  /** In order of position; of a dry run, those that would be recorded, without position and id. */
  readonly events: readonly (Omit<AppendedEvent, 'position' | 'id'> & {
    readonly position: number | null;
    readonly id: string | null;
  })[];
  /** The streams that hold the facts, with their versions now. */
  readonly streams: readonly { readonly id: string; readonly version: number }[];
  /** What was recorded although it could not be checked, in sentences. */
  readonly warnings: readonly string[];
  /** Whether this is the first answer given again, to a repeated idempotency key. */
  readonly replayed: boolean;
}

/** The one command there is: every way to record something ends in it. */
export class RecordFacts extends Command<Recording> {
  constructor(readonly request: RecordingRequest) {
    super();
  }
}
