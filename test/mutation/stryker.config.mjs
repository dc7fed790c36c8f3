import { fileURLToPath } from 'node:url';

/** Mutation testing of the pure domain, by its pure suites. */
export default {
  plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--conditions=source', '--no-warnings'],
  mochaOptions: { require: ['./test/mutation/suites.cjs'], spec: ['libs/domain/src/**/*.spec.ts'] },
  coverageAnalysis: 'perTest',
  // Schemas, tables and other values made once at load cannot be switched from test to test.
  ignoreStatic: true,
  mutate: [
    'libs/domain/src/**/*.ts',
    '!libs/domain/src/**/*.spec.ts',
    '!libs/domain/src/**/*.events.ts',
    '!libs/domain/src/**/index.ts',
  ],
  ignorePatterns: ['/apps', '/bench', '/dist', '/.ledger', '/migrations'],
  concurrency: 2,
  // A loop without end is seen by how often it goes round; a busy machine must not count as having seen a change.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  disableTypeChecks: false,
  tempDirName: '.ledger/mutation',
  incremental: true,
  incrementalFile: '.ledger/mutation-results.json',
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.ledger/mutation-report.json' },
  htmlReporter: { fileName: '.ledger/mutation-report.html' },
  thresholds: { high: 90, low: 85, break: 85 },
};
