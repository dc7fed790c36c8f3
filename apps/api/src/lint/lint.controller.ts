import { recordSchema } from '#libs/interchange';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { type z } from 'zod';
import { type SentRecord } from '../bodies.ts';
import { KnownStreams } from '../commands/known-streams.ts';
import { readRecord } from '../commands/read-record.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { allRules, findings, rules } from './answers.ts';
import { Linter } from './linter.ts';

/** What will make a record hard to judge, asked without recording it. */
@Controller('v1')
export class LintController {
  constructor(
    @Inject(KnownStreams) private readonly streams: KnownStreams,
    @Inject(Linter) private readonly linter: Linter,
  ) {}

  @Post('lint')
  @HttpCode(200)
  @Endpoint({
    permission: 'read',
    tag: 'Recording',
    summary: 'What will make a record hard to judge',
    description: 'Records nothing, and decides nothing: a record with findings is recorded like any other.',
    body: { schema: recordSchema, intake: 'record' },
    answer: { description: 'The findings, none where there is nothing to say', schema: findings },
  })
  async lint(@Exchange() { request }: Exchanged): Promise<z.output<typeof findings>> {
    const { facts, read, placed } = await readRecord(this.streams, request.body as SentRecord);
    const { histories } = await this.streams.towards(facts, read);
    return { findings: (await this.linter.findings(facts, histories)).map(placed) };
  }

  @Get('lint-rules')
  @Endpoint({
    permission: 'read',
    tag: 'About',
    summary: 'The rules of the linter, when each warns and why',
    answer: { description: 'The rules, in the order in which they are applied', schema: rules },
  })
  rules(): z.output<typeof rules> {
    return allRules();
  }
}
