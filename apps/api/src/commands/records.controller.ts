import { recordSchema } from '#libs/interchange';
import { Controller, Inject, Post } from '@nestjs/common';
import { type SentRecord } from '../bodies.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { Problem } from '../problems/problem.ts';
import { dryRunQuery } from './dry-run.ts';
import { KnownStreams } from './known-streams.ts';
import { readRecord } from './read-record.ts';
import { type Receipt, receipt, RecordingDoor, recordingHeaders } from './recording-door.ts';

/** A whole record at once: all that one document or meeting adds, or nothing of it. */
@Controller('v1/records')
export class RecordsController {
  constructor(
    @Inject(KnownStreams) private readonly streams: KnownStreams,
    @Inject(RecordingDoor) private readonly door: RecordingDoor,
  ) {}

  @Post()
  @Endpoint({
    permission: 'record',
    tag: 'Recording',
    summary: 'Record a whole record, all of it or none',
    description: 'As JSON, or as the YAML text of a record file; faults of a text also have line and column.',
    query: dryRunQuery,
    headers: recordingHeaders,
    body: { schema: recordSchema, intake: 'record' },
    answer: [
      { status: 201, description: 'It is recorded', schema: receipt },
      { status: 200, description: 'Nothing in it is new, or it was a dry run', schema: receipt },
    ],
    problems: [
      'recorded-differently',
      'several-refusals',
      'anchor-mismatch',
      'idempotency-key-reused',
      'version-moved',
    ],
  })
  async record(@Exchange() { request, reply }: Exchanged): Promise<Receipt> {
    const { dryRun } = parsedQuery(dryRunQuery, request.query);
    const body = request.body as SentRecord;
    const { facts, read, placed } = await readRecord(this.streams, body);
    try {
      const sent = { facts, read, sent: body.text, dryRun };
      const { findings, ...answer } = await this.door.record(request, reply, sent);
      return { ...answer, findings: findings.map(placed) };
    } catch (error) {
      throw error instanceof Problem ? error.with(placed) : error;
    }
  }
}
