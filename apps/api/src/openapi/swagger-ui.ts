import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file of the documentation page. */
export interface PageFile {
  readonly mediaType: string;
  readonly bytes: Buffer | string;
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Commitment Ledger</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });
`;

/** What the page needs of Swagger UI; the rest of the package stays where it is. */
const FROM_PACKAGE: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const read = new Map<string, PageFile>();

/**
 * A file of the page at /docs, from this machine alone; undefined for one that it does not need.
 *
 * @nestjs/swagger would serve Swagger UI with @fastify/static; that loads an ES module by `require`, which
 * jest 30 cannot, and it opens a folder where three files are wanted.
 */
export async function pageFile(name: string): Promise<PageFile | undefined> {
  if (name === '') return { mediaType: 'text/html; charset=utf-8', bytes: PAGE };
  if (name === 'start.js') return { mediaType: 'text/javascript; charset=utf-8', bytes: START };
  const mediaType = Object.hasOwn(FROM_PACKAGE, name) ? FROM_PACKAGE[name] : undefined;
  if (mediaType === undefined) return undefined;
  const known = read.get(name) ?? { mediaType, bytes: await readFile(inSwaggerUi(name)) };
  read.set(name, known);
  return known;
}

const require = createRequire(import.meta.url);

const inSwaggerUi = (name: string): string =>
  join(dirname(require.resolve('swagger-ui-dist/package.json')), name);
