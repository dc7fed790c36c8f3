import { type FastifyInstance } from 'fastify';
import { type RoutePermission } from './access/permissions.ts';

/** One method at one address. */
export interface Route {
  readonly method: string;
  /** As Fastify has it: `/v1/commitments/:id`. */
  readonly url: string;
  /** Undefined for a route that someone forgot, which nobody may use. */
  readonly permission: RoutePermission | undefined;
}

/** Every route there is, Nest's and the plugins', as Fastify registers them: what it routes, it tells. */
export class RouteTable {
  readonly routes: Route[] = [];

  /** Call before any route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url, config }) => {
      for (const each of [method].flat())
        this.routes.push({ method: each, url, permission: config?.permission });
    });
  }

  /** The methods that the address of a request takes, HEAD among them where there is GET. */
  methodsOf(path: string): readonly string[] {
    const segments = path.split('/');
    const methods = this.routes
      .filter(({ url }) => matches(url.split('/'), segments))
      .map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.at(-1) === '*')
    return (
      segments.length >= pattern.length &&
      matches(pattern.slice(0, -1), segments.slice(0, pattern.length - 1))
    );
  return (
    pattern.length === segments.length &&
    pattern.every(
      (part, index) => part === segments[index] || (part.startsWith(':') && segments[index] !== ''),
    )
  );
}
