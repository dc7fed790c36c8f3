import {
  parseRecordText,
  recordSchema,
  type RecordText,
  recordToFacts,
  streamsNamed,
} from '#libs/interchange';
import { Controller, Inject, Post } from '@nestjs/common';
import { type SentRecord } from '../bodies.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { Problem, type ProblemError } from '../problems/problem.ts';
import { dryRunQuery } from './dry-run.ts';
import { invalidBody } from '../problems/invalid-body.ts';
import { Histories } from './histories.ts';
import { type Receipt, receipt, RecordingDoor, recordingHeaders } from './recording-door.ts';

/** A whole record at once: all that one document or meeting adds, or nothing of it. */
@Controller('v1/records')
export class RecordsController {
  constructor(
    @Inject(Histories) private readonly histories: Histories,
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
    const parsed = parseRecordText(body.text, { format: body.mediaType });
    if ('errors' in parsed) throw unreadable(parsed.errors);
    const { value, locate } = parsed;
    const read = await this.histories.in(streamsNamed(value));
    const result = recordToFacts(value, read.histories);
    try {
      if ('errors' in result) throw invalidBody(result.errors);
      return await this.door.record(request, reply, { facts: result.facts, read, sent: body.text, dryRun });
    } catch (error) {
      throw error instanceof Problem ? error.with(at(locate)) : error;
    }
  }
}

function unreadable(errors: readonly ProblemError[]): Problem {
  const [first] = errors;
  return new Problem('malformed-body', `Line ${first?.line ?? 1} ${first?.fault ?? 'cannot be read'}.`, {
    errors,
  });
}

/** An error with its place in the text that was sent. */
const at =
  (locate: RecordText['locate']) =>
  (error: ProblemError): ProblemError => ({
    ...error,
    ...(error.pointer !== undefined && locate(error.pointer)),
  });
