import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { Metrics } from './metrics.ts';

const health = z
  .strictObject({
    status: z.enum(['ok', 'unavailable']),
    reasons: z.array(z.string()).describe('Why not, in sentences'),
  })
  .meta({ id: 'Health' });

type Health = z.output<typeof health>;

@Controller()
export class HealthController {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'Whether the process runs',
    answer: { description: 'It does', schema: health },
  })
  live(): Health {
    return { status: 'ok', reasons: [] };
  }

  @Get('health/ready')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'Whether the process can answer: the database is reached and the read models are there',
    answer: [
      { description: 'It can', schema: health },
      { status: 503, description: 'It cannot, and why', schema: health },
    ],
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const reasons = await this.#reasons();
    void reply.status(reasons.length === 0 ? 200 : 503).header('Cache-Control', 'no-store');
    return { status: reasons.length === 0 ? 'ok' : 'unavailable', reasons };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Endpoint({
    permission: 'read',
    tag: 'About',
    summary: 'Measurements for Prometheus',
    answer: { description: 'The exposition format 0.0.4', mediaType: 'text/plain' },
  })
  exposition(): Promise<string> {
    return this.metrics.exposition();
  }

  async #reasons(): Promise<string[]> {
    try {
      const { rows } = await this.pool.query<{ state: string }>(
        `select ledger.read_models_state('read_models') as state`,
      );
      const state = rows[0]?.state ?? 'absent';
      return state === 'sound' ? [] : [`The read models are ${state}; the projector makes them.`];
    } catch {
      return ['The database cannot be reached.'];
    }
  }
}
