// `npm run bench [-- parts and options]`
import { prepare, runScript } from '../apps/standalone/prepare.mjs';
import { HELP, readArguments } from './arguments.mjs';
import { preparePeers } from './peers.mjs';

await runScript(async () => {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) {
    process.stdout.write(HELP);
    return;
  }
  await prepare({ build: true });
  if (asked.peers.some((peer) => peer !== 'raw')) await preparePeers();
  const { bench } = await import('./bench.mjs');
  await bench(asked);
});
