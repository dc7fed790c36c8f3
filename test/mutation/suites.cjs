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

/** A property is tried a few times with one seed: a mutant survives or not, whatever the draw. */
const RUNS = 20;
const SEED = 20241116;
const few = {
  __esModule: true,
  default: {
    ...fc.default,
    assert: (property, { numRuns = 100, ...options } = {}) =>
      fc.assert(property, { ...options, seed: SEED, numRuns: Math.min(numRuns, RUNS) }),
  },
};
const load = Module._load;
Module._load = (request, ...rest) => (request === 'fast-check' ? few : load(request, ...rest));

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

/**
 * Left out: what only tells that the machine is quick enough, and properties that count what they reached in hundreds of
 * tries. Each takes longer than all the other tests of most lines; what they alone would see counts as unseen.
 */
const LEFT_OUT = [
  'a stream of 100,000 events, half of them corrections, is folded in one pass',
  '10000 questions of a day and a position are answered as the reference fold answers them',
  'leave possible all that any reading alone makes of a day, and call nothing certain that one of them does not',
  'then all of it can be recorded, and no answer contradicts what truly happened',
  'then it stays met, whatever else is known to have happened',
  'then the outcome is what all worlds agree on, and how many are met what they range over',
];

/** Puts the quick ones first: what a line of a suite can see in a millisecond, no property need find in seconds. */
const quickFirst = (suite) => {
  suite.tests = suite.tests.filter(({ title }) => !LEFT_OUT.includes(title));
  for (const parts of [suite.tests, suite.suites]) parts.sort((one, other) => lasted(one) - lasted(other));
  suite.suites.forEach(quickFirst);
};

const { run } = Mocha.Runner.prototype;
Mocha.Runner.prototype.run = function (...given) {
  quickFirst(this.suite);
  return run.apply(this, given);
};
