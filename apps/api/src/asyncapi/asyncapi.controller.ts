import { Controller, Get, Header } from '@nestjs/common';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { anyDocument } from '../openapi/schemas.ts';
import { asyncApiDocument, type AsyncApiDocument } from './asyncapi.ts';

@Controller()
export class AsyncApiController {
  @Get('asyncapi.json')
  @Header('Cache-Control', 'public, max-age=3600')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'What the ledger publishes as it happens: topics, messages, headers, keys',
    answer: { description: 'AsyncAPI 3.0', schema: anyDocument },
  })
  document(): AsyncApiDocument {
    return asyncApiDocument();
  }
}
