import { DocumentStore } from '#libs/event-store';
import { parseScope, type ReportOf, scopeText } from '#libs/reports';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import { callerKey } from '../access/access-door.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { LedgerId } from '../ledger-id.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedBody } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { Moment, today } from '../queries/moment.ts';
import {
  reportAnswer,
  type ReportAnswer,
  reportList,
  type ReportRequest,
  reportRequest,
} from './report-answers.ts';
import { addressOf, Reports } from './reports.ts';

const ID = { id: 'The id of the report' };

/** Audit reports: asked for, made aside, then fetched by whoever asked. */
@Controller('v1/reports')
export class ReportsController {
  constructor(
    @Inject(Reports) private readonly reports: Reports,
    @Inject(Moment) private readonly moment: Moment,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
  ) {}

  @Post()
  @HttpCode(202)
  @Endpoint({
    permission: 'read',
    isRead: true,
    tag: 'Reports',
    summary: 'Have an audit report made',
    description:
      'The same scope, day, position, documents and format make the same bytes, today and later. Asked for again while it is there, the same report is answered.',
    body: { schema: reportRequest },
    answer: [
      { status: 202, description: 'It will be made', schema: reportAnswer },
      { status: 200, description: 'It is there already, or being made', schema: reportAnswer },
    ],
    problems: ['not-found', 'nothing-to-report', 'too-many-reports'],
  })
  async ask(@Exchange() { request, reply }: Exchanged): Promise<ReportAnswer> {
    const asked = parsedBody(reportRequest, request.body);
    const of = await this.#reportOf(asked);
    const { report, isNew } = this.reports.ask(callerKey(request), of, asked.format);
    void reply.status(isNew ? 202 : 200).header('Location', addressOf(report.id));
    return report;
  }

  async #reportOf({ scope = 'ledger', validAt, knownAt, documents = [] }: ReportRequest): Promise<ReportOf> {
    const position = await this.moment.positionOf(knownAt);
    if (position === 0) throw new Problem('nothing-to-report', 'Nothing was recorded by then.');
    for (const sha256 of documents)
      if (!(await this.documents.get(sha256))) throw notFound('document', sha256);
    return {
      ledger: await this.ledger.urn(),
      scope: scopeText(parseScope(scope) ?? { type: 'ledger' }),
      validAt: validAt ?? today(),
      position,
      documents: [...new Set(documents)].sort(),
    };
  }

  @Get()
  @Endpoint({
    permission: 'read',
    tag: 'Reports',
    summary: 'Your reports, the oldest first',
    answer: { description: 'The reports', schema: reportList },
  })
  list(@Req() request: FastifyRequest): { readonly items: readonly ReportAnswer[] } {
    return { items: this.reports.of(callerKey(request)) };
  }

  @Get(':id')
  @Endpoint({
    permission: 'read',
    tag: 'Reports',
    summary: 'How one of your reports comes along',
    parameters: ID,
    answer: { description: 'The report', schema: reportAnswer },
    problems: ['not-found'],
  })
  one(@Param('id') id: string, @Req() request: FastifyRequest): ReportAnswer {
    const report = this.reports.find(id, callerKey(request));
    if (!report) throw notFound('report of yours', id);
    return report;
  }

  @Get(':id/file')
  @Endpoint({
    permission: 'read',
    tag: 'Reports',
    summary: 'The report itself',
    parameters: ID,
    answer: { description: 'The file, in the media type of its format', mediaType: '*/*' },
    problems: ['not-found', 'report-not-ready', 'nothing-to-report'],
  })
  async file(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { file, state, fault } = this.one(id, request);
    if (fault?.code === 'nothing-to-report') throw new Problem('nothing-to-report', fault.detail);
    if (!file) {
      const detail = fault ? `It failed (${fault.code}): ${fault.detail}` : `It is ${state}.`;
      throw new Problem('report-not-ready', detail, { headers: fault ? {} : { 'Retry-After': '1' } });
    }
    await reply
      .headers({
        'Content-Type': file.mediaType,
        'Content-Length': file.bytes,
        'Content-Disposition': `attachment; filename="${file.name}"`,
        // A page of its own, which may do nothing.
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ETag: `"${file.sha256}"`,
      })
      .send(createReadStream(await this.reports.path(id)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint({
    permission: 'read',
    tag: 'Reports',
    summary: 'Stop making a report, or throw it away',
    parameters: ID,
    answer: { status: 204, description: 'It is gone' },
    problems: ['not-found'],
  })
  async drop(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    this.one(id, request);
    await this.reports.drop(id);
  }
}
