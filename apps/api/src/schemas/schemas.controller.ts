import { Controller, Get, Param, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { Endpoint, type EndpointAnswer } from '../openapi/endpoint.decorator.ts';
import { anyDocument } from '../openapi/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { publishedSchemas } from './published-schemas.ts';

const MEDIA_TYPE = 'application/schema+json';

const answer: EndpointAnswer = {
  description: 'JSON Schema, draft 2020-12',
  schema: anyDocument,
  mediaType: MEDIA_TYPE,
};

const schemaIndex = z
  .strictObject({
    items: z.array(
      z.strictObject({
        title: z.string(),
        path: z.string().describe('Where this ledger serves it'),
        id: z.string().describe('Its $id, the dataschema of events: the same in every ledger'),
      }),
    ),
  })
  .meta({ id: 'Schemas' });

/** The JSON Schemas of what is sent to the ledger and of what it publishes. */
@Controller('schemas')
export class SchemasController {
  @Get()
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'Every JSON Schema there is',
    answer: { description: 'Their titles and addresses', schema: schemaIndex },
  })
  index(): z.output<typeof schemaIndex> {
    return { items: [...publishedSchemas().values()].map(({ title, path, id }) => ({ title, path, id })) };
  }

  @Get('record.schema.json')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'The JSON Schema of a record file',
    answer,
  })
  async record(@Res() reply: FastifyReply): Promise<void> {
    await send('record.schema.json', reply);
  }

  @Get('changes/:file')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'The JSON Schema of a change of state, in one version',
    parameters: { file: 'StateChanged.v1.json' },
    answer,
    problems: ['not-found'],
  })
  async change(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await send(`changes/${file}`, reply);
  }

  @Get('events/:file')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'The JSON Schema of the body of one type of event, in one version',
    parameters: { file: 'Type and version, such as GeneratorsDelivered.v1.json' },
    answer,
    problems: ['not-found'],
  })
  async event(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await send(`events/${file}`, reply);
  }
}

async function send(name: string, reply: FastifyReply): Promise<void> {
  const schema = publishedSchemas().get(`/schemas/${name}`);
  if (!schema) throw notFound('schema', name);
  await reply
    .headers({ 'Content-Type': `${MEDIA_TYPE}; charset=utf-8`, 'Cache-Control': 'public, max-age=3600' })
    .send(JSON.stringify(schema.document));
}
