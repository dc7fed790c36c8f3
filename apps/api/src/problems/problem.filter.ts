import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type RouteTable } from '../route-table.ts';
import { asProblem } from './as-problem.ts';
import { Problem } from './problem.ts';

/** Sends every failure as application/problem+json, and logs the ones that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('api');

  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = (error instanceof Problem ? error : this.#unrouted(request)) ?? asProblem(error);
    if (problem.code === 'internal-error') {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#log.error(`${request.method} ${pathOf(request)} failed as ${request.id}: ${stack ?? ''}`);
    }
    if (reply.sent) return;
    sendProblem(request, reply, problem);
  }

  /** No route took it, though one with another method would have: RFC 9110 §15.5.6 wants to know which. */
  #unrouted(request: FastifyRequest): Problem | undefined {
    if (!request.is404) return undefined;
    const path = pathOf(request);
    const methods = this.routes.methodsOf(path);
    if (methods.length === 0) return new Problem('not-found', `There is nothing at ${path.slice(0, 200)}.`);
    if (methods.includes(request.method)) return undefined;
    return new Problem('method-not-allowed', `${path.slice(0, 200)} takes ${methods.join(', ')}.`, {
      headers: { Allow: methods.join(', ') },
    });
  }
}

/** Answers one request with a problem. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  void reply
    .status(problem.status)
    .headers({ 'Cache-Control': 'no-store', ...problem.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.body(request.id)));
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
