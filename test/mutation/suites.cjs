'use strict';

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
const { basename, join } = require('node:path');

/** A property is tried a few times with one seed: a mutant survives or not, whatever the draw. */
const RUNS = 20;
const SEED = 20241116;
/** Suites that count what their properties reached need more tries to reach it. */
const RUNS_OF = {
  'criteria-worlds.spec.ts': 350,
  'dispute-hull.spec.ts': 100,
  'passages-truth.spec.ts': 100,
  'corrections.property.spec.ts': 300,
};

const triedBy = (runs) => ({
  __esModule: true,
  default: {
    ...fc.default,
    assert: (property, { numRuns = 100, ...options } = {}) =>
      fc.assert(property, { ...options, seed: SEED, numRuns: Math.min(numRuns, runs) }),
  },
});
const load = Module._load;
Module._load = (request, parent, ...rest) =>
  request === 'fast-check'
    ? triedBy(RUNS_OF[basename(parent.filename)] ?? RUNS)
    : load(request, parent, ...rest);

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

/** Tells how long a suite or test took when it ran last, in milliseconds. */
const lasted = ({ duration = 0, tests = [], suites = [] }) =>
  [...tests, ...suites].reduce((sum, part) => sum + lasted(part), duration);

/** Tells nothing but that the machine is quick enough, and takes longer than all the suites of most folders. */
const OF_SPEED = 'a stream of 100,000 events, half of them corrections, is folded in one pass';

/** Puts the quick ones first: what a line of a suite can see in a millisecond, no property need find in seconds. */
const quickFirst = (suite) => {
  suite.tests = suite.tests.filter(({ title }) => title !== OF_SPEED);
  for (const parts of [suite.tests, suite.suites]) parts.sort((one, other) => lasted(one) - lasted(other));
  suite.suites.forEach(quickFirst);
};

const { run } = Mocha.Runner.prototype;
Mocha.Runner.prototype.run = function (...given) {
  quickFirst(this.suite);
  return run.apply(this, given);
};
