#!/usr/bin/env node
// `npx ledger …` in a checkout: builds what is missing or stale, then runs it.
const url = (path) => new URL(path, import.meta.url).href;

// By a computed address: the way into dist and the script that makes it are no imports of this room.
const { prepare, runScript } = await import(url('../../standalone/prepare.mjs'));

await runScript(async () => {
  await prepare({ build: true });
  const { main } = await import(url('../../../dist/apps/cli/src/main.js'));
  await main();
});
