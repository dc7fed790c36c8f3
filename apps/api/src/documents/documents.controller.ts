import { DocumentStore } from '#libs/event-store';
import { Body, Controller, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mediaTypeOf } from '../bodies.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { notFound, Problem } from '../problems/problem.ts';

const storedDocument = z.strictObject({ sha256: z.string(), bytes: z.int() }).meta({ id: 'StoredDocument' });

const SHA_256 = /^[0-9a-f]{64}$/;
const parameters = { sha256: 'SHA-256 of the bytes, in lower-case hexadecimal' };

/** The bytes that anchors point into, kept apart from the events and found by their hash. */
@Controller('v1/documents')
export class DocumentsController {
  constructor(@Inject(DocumentStore) private readonly documents: DocumentStore) {}

  @Put(':sha256')
  @Endpoint({
    permission: 'record',
    tag: 'Recording',
    summary: 'Keep a source document, 5 MiB at most',
    description: 'Its anchors are checked from now on, and their words are served with the answers.',
    parameters,
    body: { intake: 'bytes' },
    answer: [
      { status: 201, description: 'It is kept', schema: storedDocument },
      { status: 200, description: 'It was kept already', schema: storedDocument },
    ],
    problems: ['document-mismatch'],
  })
  async put(
    @Param('sha256') sha256: string,
    @Body() body: Buffer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof storedDocument>> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Problem('malformed-body', 'The document is empty.');
    const actual = createHash('sha256').update(body).digest('hex');
    if (actual !== sha256) {
      throw new Problem('document-mismatch', `The SHA-256 of these ${body.length} bytes is ${actual}.`);
    }
    const known = await this.documents.get(sha256);
    if (!known) await this.documents.put(body, mediaTypeOf(request), request.caller.name);
    void reply.status(known ? 200 : 201).header('Location', `/v1/documents/${sha256}`);
    return { sha256, bytes: body.length };
  }

  @Get(':sha256')
  @Endpoint({
    permission: 'read',
    tag: 'Asking',
    summary: 'The bytes of a source document',
    parameters,
    answer: { description: 'The bytes, in the media type they came in', mediaType: '*/*' },
    problems: ['not-found'],
  })
  async get(@Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const document = SHA_256.test(sha256) ? await this.documents.get(sha256) : undefined;
    if (!document) throw notFound('document', sha256);
    await reply
      .headers({
        'Content-Type': document.mediaType,
        // Somebody else's page must not run as ours, whatever it calls itself.
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Content-Disposition': `attachment; filename="${sha256}"`,
        'Cache-Control': 'private, max-age=31536000, immutable',
        ETag: `"${sha256}"`,
      })
      .send(document.bytes);
  }
}
