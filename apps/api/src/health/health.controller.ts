import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { LogStanding } from '../log/log-standing.ts';
import { Metrics } from './metrics.ts';

const health = z
  .strictObject({
    status: z.enum(['ok', 'read-only', 'unavailable']),
    reasons: z.array(z.string()).describe('Why it is not ok, in sentences'),
  })
  .meta({ id: 'Health' });

type Health = z.output<typeof health>;

@Controller()
export class HealthController {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LogStanding) private readonly log: LogStanding,
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
      { description: 'It can; if read-only, all but record', schema: health },
      { status: 503, description: 'It cannot, and why', schema: health },
    ],
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.#health();
    void reply.status(health.status === 'unavailable' ? 503 : 200).header('Cache-Control', 'no-store');
    return health;
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

  async #health(): Promise<Health> {
    try {
      const reasons = await this.#lacking();
      if (reasons.length > 0) return { status: 'unavailable', reasons };
      const { readOnly } = await this.log.now();
      return readOnly ? { status: 'read-only', reasons: [readOnly.because] } : { status: 'ok', reasons: [] };
    } catch {
      return { status: 'unavailable', reasons: ['The database cannot be reached.'] };
    }
  }

  async #lacking(): Promise<string[]> {
    const { rows } = await this.pool.query<{ state: string }>(
      `select ledger.read_models_state('read_models') as state`,
    );
    const state = rows[0]?.state ?? 'absent';
    return state === 'sound' ? [] : [`The read models are ${state}; the projector makes them.`];
  }
}
