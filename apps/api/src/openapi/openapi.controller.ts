import { Controller, Get, Inject, Injectable, Param, Redirect, Res } from '@nestjs/common';
import { type OpenAPIObject } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { notFound } from '../problems/problem.ts';
import { Endpoint } from './endpoint.decorator.ts';
import { anyDocument } from './schemas.ts';
import { pageFile } from './swagger-ui.ts';

/**
 * Makes the document when it is first asked for, and keeps it: every route must be known by then, and to make it takes the
 * better part of a start.
 */
@Injectable()
export class OpenApi {
  make: (() => OpenAPIObject) | undefined;
  #document: OpenAPIObject | undefined;

  get document(): OpenAPIObject | undefined {
    return (this.#document ??= this.make?.());
  }
}

@Controller()
export class OpenApiController {
  constructor(@Inject(OpenApi) private readonly openApi: OpenApi) {}

  @Get()
  @Redirect('/docs', 302)
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'To the documentation',
    answer: { status: 302, description: 'To /docs' },
  })
  start(): void {
    // The decorators say it all.
  }

  @Get('openapi.json')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'This document',
    answer: { description: 'OpenAPI 3.1', schema: anyDocument },
  })
  document(): OpenAPIObject | undefined {
    return this.openApi.document;
  }

  @Get('docs')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'The documentation, to read and to try',
    answer: { description: 'A page', mediaType: 'text/html' },
  })
  async docs(@Res() reply: FastifyReply): Promise<void> {
    await this.#send('', reply);
  }

  @Get('docs/:file')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'A file that the documentation needs',
    parameters: { file: 'Its name' },
    answer: { description: 'The file', mediaType: '*/*' },
    problems: ['not-found'],
  })
  async docsFile(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await this.#send(file, reply);
  }

  async #send(name: string, reply: FastifyReply): Promise<void> {
    const file = await pageFile(name);
    if (!file) throw notFound('file', name);
    await reply
      .headers({ 'Content-Type': file.mediaType, 'Cache-Control': 'public, max-age=3600' })
      .send(file.bytes);
  }
}
