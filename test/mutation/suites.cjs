/**
 * Lets mocha run the pure suites of the domain, for Stryker alone. Its runner keeps the suites loaded from one mutant to
 * the next, where jest links all of them anew for each of thousands: seconds become milliseconds. What the suites say of
 * jest is said here too, by jest's own packages.
 */
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const fc = require('fast-check');
const Mocha = require('mocha');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

/** A property is tried a few dozen times with one seed: a mutant survives or not, whatever the draw. */
const RUNS = 20;
const SEED = 20241116;

const { assert } = fc.default;
fc.default.assert = (property, options) =>
  assert(property, { ...options, seed: SEED, numRuns: Math.min(options?.numRuns ?? 100, RUNS) });

/** Parts of the testkit that need servers, and seconds to load what speaks to them. */
const OF_SERVERS = ['./database.ts', './kafka.ts', './kafka-road.ts', './sample-append.ts', './projected.ts'];
const nothing = join(__dirname, 'nothing.cjs');
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) =>
  OF_SERVERS.includes(request) && parent.filename.endsWith('/testkit/src/index.ts')
    ? nothing
    : resolve(request, parent, ...rest);

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  });
  module._compile(code, filename);
};

globalThis.expect = expect;

const { bdd } = Mocha.interfaces;
Mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context) => {
    context.it.each = bind(context.it, false);
    context.describe.each = bind(context.describe, false);
    Object.assign(context, { test: context.it, beforeAll: context.before, afterAll: context.after });
  });
};
