import { assertLeastPrivilege, assertSafeServer, EventStore } from '#libs/event-store';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { openPool } from '#libs/platform';
import { openReadModels } from '#libs/read-models';
import { type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { guardRoutes } from './access/access-door.ts';
import { ReadLog } from './access/read-log.ts';
import { watchReads } from './access/watch-reads.ts';
import { Credentials } from './access/credentials.ts';
import { ApiModule } from './api.module.ts';
import { takeBodies } from './bodies.ts';
import { type ApiConfig } from './config.ts';
import { Metrics } from './health/metrics.ts';
import { OpenApi } from './openapi/openapi.controller.ts';
import { openApiDocument } from './openapi/openapi.ts';
import { Problem } from './problems/problem.ts';
import { ProblemFilter, sendProblem } from './problems/problem.filter.ts';
import { RouteTable } from './route-table.ts';

/** A door that is open. */
export interface RunningApi {
  /** `http://127.0.0.1:3000`, without a slash at the end. */
  readonly url: string;
  /** Every route it serves, the plugins' included. */
  readonly routes: RouteTable;
  /** Takes nothing new, finishes what it has, for ten seconds at most. May be called twice. */
  stop(): Promise<void>;
}

const DRAIN_MS = 9_000;

/**
 * Opens the HTTP door.
 *
 * @param logger of the whole process, in place of the one it has.
 * @throws UnsafeServerSettings, OverprivilegedRole, LedgerNotMigrated for a database we will not write to.
 * @throws PortInUse
 */
export async function startApi(config: ApiConfig, logger?: LoggerService): Promise<RunningApi> {
  const pool = openPool({
    connectionString: config.databaseUrl,
    max: config.poolSize,
    application_name: 'ledger-api',
    connectionTimeoutMillis: 5_000,
  });
  const closers = [() => pool.end()];
  try {
    await assertSafeServer(pool);
    await assertLeastPrivilege(pool);
    const readModels = await openReadModels({ url: config.databaseUrl, max: config.poolSize });
    closers.push(() => readModels.close());
    const store = new EventStore(pool);
    closers.push(() => store.close());
    return await open(config, ApiModule.with(config, pool, store, readModels), logger, closers);
  } catch (error) {
    await Promise.allSettled(closers.map((close) => close()));
    throw error;
  }
}

type Close = () => Promise<void>;

async function open(
  config: ApiConfig,
  module: DynamicModule,
  logger: LoggerService | undefined,
  closers: readonly Close[],
): Promise<RunningApi> {
  const adapter = fastifyAdapter();
  const fastify = adapter.getInstance();
  const routes = new RouteTable();
  routes.watch(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: false,
    ...(logger && { logger }),
  });
  app.get(Metrics).watch(fastify);
  await fastify.register(helmet, {
    contentSecurityPolicy: { directives: CONTENT_SECURITY },
    strictTransportSecurity: false,
  });
  await fastify.register(rateLimit, { global: false });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('X-Request-Id', request.id);
    if (!reply.hasHeader('Cache-Control')) void reply.header('Cache-Control', 'no-store');
    done();
  });
  guardRoutes(fastify, app.get(Credentials), config);
  watchReads(fastify, app.get(ReadLog));
  takeBodies(fastify);
  app.useGlobalFilters(new ProblemFilter(routes));
  app.get(OpenApi).make = () => openApiDocument(app);
  try {
    await app.init();
    await listen(fastify, config);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = fastify.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host}:${port ?? config.port}`,
    routes,
    stop: () => (stopped ??= drain(app, closers)),
  };
}

function fastifyAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    // The caller's own request ids would let one request be logged under another's.
    genReqId: () => randomUUID(),
    trustProxy: false,
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    // Longer than the minute after which proxies let go of an idle connection: who closes first may meet a request.
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(request, reply, new Problem('malformed-request', `${error.message}.`));
    },
  });
}

/** Another program listens where we were to. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly code = 'port-in-use';
  constructor({ port, host }: Pick<ApiConfig, 'port' | 'host'>) {
    super(`Port ${port} of ${host} is in use. Stop the program that has it, or set PORT to another.`);
  }
}

async function listen(fastify: FastifyInstance, { port, host }: ApiConfig): Promise<void> {
  try {
    await fastify.listen({ port, host });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortInUse({ port, host }) : error;
  }
}

/** Scripts are files of ours; Swagger UI puts styles on what it shows, and pictures into its style sheet. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  imgSrc: ["'self'", 'data:'],
  // The door speaks plain HTTP where it binds to this machine only.
  upgradeInsecureRequests: null,
};

async function drain(app: NestFastifyApplication, closers: readonly Close[]): Promise<void> {
  const impatience = setTimeout(() => {
    app.getHttpServer().closeAllConnections();
  }, DRAIN_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(impatience);
    await Promise.all(closers.map((close) => close()));
  }
}
