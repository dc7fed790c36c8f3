import { canonical, type FactToRecord, type Finding } from '#libs/domain';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { finding } from '../lint/answers.ts';
import { Linter } from '../lint/linter.ts';
import { invalidParameter } from '../problems/problem.ts';
import { KnownStreams, type ReadStreams } from './known-streams.ts';
import { RecordFacts, type Recording } from './record-facts.ts';

/** The answer to every recording, as sent. */
export type Receipt = Omit<Recording, 'replayed'> & { readonly findings: readonly Finding[] };

/** What a controller has made of a request. */
export interface Submission {
  readonly facts: readonly FactToRecord[];
  /** What was read to understand it: what the ledger held in the streams that the request names. */
  readonly read: ReadStreams;
  /** The stream whose version If-Match speaks of. */
  readonly addressed?: string;
  /** What was sent, by which a repetition is told from another request under the same key. */
  readonly sent: unknown;
  readonly dryRun: boolean;
  /** Where what was created can be asked for. */
  readonly locationOf?: (events: Recording['events']) => string;
}

/** What the headers of a recording mean; every POST that records heeds them. */
export const recordingHeaders = {
  'Idempotency-Key': 'Send the same key again to get the first answer again; 200 characters at most',
  'If-Match': 'The version the stream must be at, as the last answer gave it in ETag',
  'X-Correlation-Id': 'A UUID that joins what is recorded for one reason',
};

export const receipt = z
  .strictObject({
    outcome: z.enum(['recorded', 'unchanged', 'dry-run']),
    position: z.int().nullable().describe('Send it as atLeast to read what was recorded; null for a dry run'),
    events: z.array(
      z.strictObject({
        position: z.int().nullable(),
        stream: z.string(),
        version: z.int(),
        type: z.string(),
        id: z.uuid().nullable(),
      }),
    ),
    streams: z.array(z.strictObject({ id: z.string(), version: z.int() })),
    warnings: z.array(z.string()).describe('What was recorded without having been checked'),
    findings: z.array(finding).describe('What will make it hard to judge: nothing is refused for it'),
  })
  .meta({ id: 'Receipt', description: 'What was recorded, or that all of it was already' });

/** Takes a submission with what its headers say down the road, and puts the answer on the reply. */
@Injectable()
export class RecordingDoor {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(KnownStreams) private readonly streams: KnownStreams,
    @Inject(Linter) private readonly linter: Linter,
  ) {}

  /** @throws Problem */
  async record(request: FastifyRequest, reply: FastifyReply, submission: Submission): Promise<Receipt> {
    const { facts, addressed, dryRun, locationOf } = submission;
    // All that it will be decided by, since what is told of a commitment already is not to be warned of again.
    const read = await this.streams.towards(facts, submission.read);
    const idempotency = idempotencyOf(request, submission.sent);
    const expected = expectedOf(request, addressed);
    // Before it is recorded, or what it is held against could already be itself.
    const findings = await this.linter.findings(facts, read.histories);
    const { replayed, ...answer } = await this.commands.execute(
      new RecordFacts({
        facts,
        read,
        actor: request.caller.name,
        correlationId: correlationOf(request),
        ...(idempotency && { idempotency }),
        ...(expected && { expected }),
        dryRun,
      }),
    );
    const version = answer.streams.find(({ id }) => id === addressed)?.version;
    void reply.status(answer.outcome === 'recorded' ? 201 : 200).headers({
      ...(answer.position !== null && { 'Ledger-Position': String(answer.position) }),
      ...(version !== undefined && !dryRun && { ETag: `"${version}"` }),
      ...(answer.outcome === 'recorded' && locationOf && { Location: locationOf(answer.events) }),
      ...(replayed && { 'Idempotent-Replay': 'true' }),
    });
    return { ...answer, findings };
  }
}

/**
 * The Idempotency-Key of a request, with a fingerprint by which a repetition is told from another request under it.
 *
 * @param sent what was sent, as JSON.
 * @throws Problem `invalid-parameter`
 */
export function idempotencyOf(
  request: FastifyRequest,
  sent: unknown,
): { readonly key: string; readonly fingerprint: string } | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key === '' || key.length > 200 || !/^[\x21-\x7e]+$/.test(key)) {
    throw invalidParameter('Idempotency-Key', 'is not a key', 'use 1 to 200 visible ASCII characters');
  }
  const what = canonical([request.method, request.url, sent]);
  return { key, fingerprint: createHash('sha256').update(what).digest('hex') };
}

/** An entity tag of ours is the version in quotes (RFC 9110 §8.8.3); the bare number is taken as well. */
function expectedOf({ headers }: FastifyRequest, addressed: string | undefined) {
  const tag = headers['if-match'];
  if (tag === undefined) return undefined;
  const version = /^(?:"(\d{1,9})"|(\d{1,9}))$/.exec(tag.trim());
  if (!version) throw invalidParameter('If-Match', 'is not a version', 'send it as "3", quotes included');
  if (addressed === undefined) {
    throw invalidParameter(
      'If-Match',
      'has no meaning here',
      'leave it out: this records to several streams',
    );
  }
  return { stream: addressed, version: Number(version[1] ?? version[2]) };
}

function correlationOf({ headers, id }: FastifyRequest): string {
  const given = headers['x-correlation-id'];
  if (given === undefined) return id;
  if (typeof given === 'string' && z.uuid().safeParse(given).success) return given.toLowerCase();
  throw invalidParameter('X-Correlation-Id', 'is not a UUID');
}
