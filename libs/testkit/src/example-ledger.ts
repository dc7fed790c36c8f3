import { readFileSync } from 'node:fs';
import { PaperLedger } from './paper-ledger.ts';

/** The examples of the repository, by the names of their files, in the order in which `npm start` records them. */
export type Example = '2024-11-16-kyiv-meeting' | '2024-2025-follow-up';

/**
 * Records an example on paper.
 *
 * @returns the position of its last event.
 */
export async function recordExample(ledger: PaperLedger, name: Example): Promise<number> {
  const { parseRecordText, recordToFacts } = await import('#libs/interchange');
  const { projectRoot } = await import('#libs/platform');
  const parsed = parseRecordText(readFileSync(`${projectRoot()}/examples/${name}.yaml`, 'utf8'));
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  const facts = recordToFacts(parsed.value, ledger.histories);
  if ('errors' in facts) throw new Error(JSON.stringify(facts.errors));
  ledger.record(...facts.facts.map(({ fact }) => fact));
  return ledger.events.length;
}

/** The meeting and what became of it, and the position of the last event of the meeting. */
export async function exampleLedger(): Promise<{ readonly ledger: PaperLedger; readonly meeting: number }> {
  const ledger = new PaperLedger();
  const meeting = await recordExample(ledger, '2024-11-16-kyiv-meeting');
  await recordExample(ledger, '2024-2025-follow-up');
  return { ledger, meeting };
}
