import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

/** A request and the reply it will get. */
export interface Exchanged {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Both at once, for routes that set headers on what they return; `@Res` would make them send it themselves. */
export const Exchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchanged => {
  const http = context.switchToHttp();
  return { request: http.getRequest<FastifyRequest>(), reply: http.getResponse<FastifyReply>() };
});
