/**
 * `describe` where something of the machine is there; elsewhere its tests are skipped, loudly, and in CI they fail, unless
 * it is nothing that could be installed there.
 */
export function describeWith(
  what: string,
  isThere: boolean,
  isNeededInCi = true,
): (name: string, tests: () => void) => void {
  return (name, tests) => {
    if (isThere) describe(name, tests);
    else if (isNeededInCi && process.env['CI'] === 'true') {
      test(name, () => {
        throw new Error(`These tests need ${what}, and in CI it must be there.`);
      });
    } else {
      process.stderr.write(`\nNO ${what}: "${name}" is SKIPPED.\n`);
      describe.skip(name, tests);
    }
  };
}
