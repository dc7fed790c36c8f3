// node test/asyncapi/parse.mjs FILES: what @asyncapi/parser makes of each AsyncAPI document, as one line of JSON each.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installBeside } from '../../apps/standalone/install-beside.mjs';
import { runScript } from '../../apps/standalone/prepare.mjs';

const ERRORS_AND_WARNINGS = [0, 1];

await runScript(async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  await installBeside(folder, 'the parser of AsyncAPI', 'See that the registry can be reached.');
  const { Parser } = await import('@asyncapi/parser');
  for (const file of process.argv.slice(2)) {
    const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
    const channels = document?.channels().all() ?? [];
    console.log(
      JSON.stringify({
        faults: diagnostics
          .filter(({ severity }) => ERRORS_AND_WARNINGS.includes(severity))
          .map(({ code, message, path }) => `${code} ${message} ${path.join('/')}`),
        channels: channels.map((channel) => [channel.address(), channel.messages().all().length]),
      }),
    );
  }
});
