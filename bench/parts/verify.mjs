import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { timed } from '../clock.mjs';
import {
  checkpointText,
  folderBundle,
  formatNote,
  formatVerifierKey,
  Frontier,
  leafHash,
  leafText,
  newSignerKey,
  parseSignerKey,
  signNote,
  verifyBundle,
} from '../ledger.mjs';

/** With position and time a leaf is then some 620 bytes, as those of our events are. */
const BODY_BYTES = 550;
const LEAVES_AT_ONCE = 10_000;

/** A whole log is verified from a bundle on the disk, as `ledger verify` does it. */
export async function measureVerifying(bench) {
  const { rounds } = bench.sizes;
  const { events } = bench.sizes.verify;
  bench.say(`verify: a bundle of ${events} events`);
  const folder = await mkdtemp(join(bench.servers.folder, 'bundle-'));
  try {
    const key = await writeBundle(folder, events);
    const rates = [];
    for (let round = 0; round < rounds; round += 1) {
      const { seconds, result } = await timed(async () =>
        verifyBundle(await folderBundle(folder), { trust: { key } }),
      );
      if (!result.verified) throw new Error(`The bundle is not good: ${JSON.stringify(result.faults)}`);
      rates.push(events / seconds);
    }
    bench.figures.add('verify.offline', 'events/s', rates);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns the verifier key */
async function writeBundle(folder, events) {
  await mkdir(join(folder, 'log'));
  const origin = 'ledger.example/bench';
  const frontier = new Frontier();
  const leaves = await open(join(folder, 'log/leaves.jsonl'), 'w');
  const text = 'x'.repeat(BODY_BYTES - '{"data":{"text":""}}'.length);
  let lines = [];
  for (let position = 1; position <= events; position += 1) {
    const recordedAt = new Date(1_731_715_200_000 + position).toISOString().replace('Z', '000Z');
    const leaf = leafText({ body: `{"data":{"text":"${text}"}}`, position, recordedAt });
    frontier.append(leafHash(leaf));
    lines.push(`${leaf}\n`);
    if (lines.length === LEAVES_AT_ONCE || position === events) {
      await leaves.write(lines.join(''));
      lines = [];
    }
  }
  await leaves.close();
  const signer = parseSignerKey(newSignerKey(origin));
  const note = checkpointText({ origin, size: events, root: frontier.root() });
  await writeFile(
    join(folder, 'log/checkpoint'),
    formatNote({ text: note, signatures: [signNote(note, signer)] }),
  );
  return formatVerifierKey(signer.verifier);
}
