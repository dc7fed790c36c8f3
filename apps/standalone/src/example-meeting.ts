import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '#libs/platform';

/** Names of the records in `examples/`, in the order in which they happened. */
const EXAMPLES = ['2024-11-16-kyiv-meeting.yaml', '2024-2025-follow-up.yaml'] as const;

/** The ledger did not take an example of ours; its answer says why. */
export class ExampleRefused extends Error {
  override readonly name = 'ExampleRefused';
  readonly code = 'example-refused';
}

/** The position of the newest event; 0 for an empty ledger. */
export async function headPosition(url: string): Promise<number> {
  const response = await fetch(`${url}/v1/events?limit=1`);
  return ((await response.json()) as { asOf: Answer }).asOf.position;
}

interface Answer {
  readonly position: number;
}

/**
 * Records the example meeting, by the door everybody uses. The words of its source are not ours to keep, so its
 * anchors are recorded unchecked.
 *
 * @returns the position of the last event.
 * @throws ExampleRefused
 */
export async function recordExamples(url: string, adminKey: string): Promise<number> {
  let position = 0;
  for (const name of EXAMPLES) {
    const response = await fetch(`${url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/yaml' },
      body: await readFile(join(projectRoot(), 'examples', name), 'utf8'),
    });
    if (!response.ok) throw new ExampleRefused(`${name} was refused: ${await response.text()}`);
    ({ position } = (await response.json()) as Answer);
  }
  return position;
}

/** A cold broker takes some seconds to begin with; whoever looks later than this sees what there is. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 100;

/**
 * Waits until the read models have what was recorded up to a position, or for a minute: whoever types one of the commands that
 * are printed then is to see the example.
 */
export async function untilVisible(url: string, position: number): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { status, body } = await fetch(`${url}/v1/commitments?limit=1&atLeast=${position}`);
    await body?.cancel();
    if (status !== 503 || Date.now() > giveUpAt) return;
    await sleep(AGAIN_MS);
  }
}
