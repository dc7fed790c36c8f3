import { randomUUID } from 'node:crypto';
import { commitmentSheet, read, receipt, type Receipt } from '../answers.ts';
import { Refused, Unavailable } from '../problems.ts';
import { newFindings, renderFindings } from '../render/findings.ts';
import { labelColour } from '../render/label-colours.ts';
import { factInWords } from '../render/receipt.ts';
import { fulfilmentInWords, labelInWords } from '../render/words.ts';
import type { Session } from '../session.ts';

/**
 * Records one fact. The key is new at every run and the same at every attempt of it, so that an answer lost on the way
 * is given again and a second run is told what is already recorded.
 *
 * @param fact what it is, in a few words.
 */
export async function recordOne(
  path: string,
  body: unknown,
  fact: string,
  session: Session,
  { dryRun = false }: { readonly dryRun?: boolean | undefined } = {},
): Promise<Receipt> {
  const { client, terminal } = session;
  const headers = { 'idempotency-key': randomUUID() };
  const query = dryRun ? { dryRun } : {};
  const answer = await client
    .post(path, body, { headers, query, repeatable: true, title: 'Recording' })
    .catch((error: unknown) => {
      throw withHint(error);
    });
  const received = read(receipt, answer);
  for (const warning of received.warnings) terminal.tell(terminal.paintErr.yellow(warning));
  for (const line of renderFindings(newFindings(received), terminal.paintErr)) terminal.tell(line);
  session.show(answer, () => factInWords(received, fact));
  return received;
}

/** The id was ours, so the way out is an option of ours. */
function withHint(error: unknown): unknown {
  if (!(error instanceof Refused) || error.code !== 'recorded-differently') return error;
  const hint = 'If this is another one, give it an id of its own with --id.';
  return new Refused(error.code, error.status, [...error.sentences, hint], error.faults, error.json);
}

/** Tells where commitments stand now that something was recorded; that is already done, whatever happens here. */
export async function showStates(
  commitments: readonly string[],
  { position, outcome }: Receipt,
  session: Session,
): Promise<void> {
  if (session.json || outcome === 'dry-run') return;
  for (const id of commitments) {
    try {
      session.terminal.print(await stateOf(id, position, session));
    } catch (error) {
      if (!(error instanceof Unavailable) && !(error instanceof Refused)) throw error;
      session.terminal.tell(`It is recorded. What follows from it is not to be had yet: ledger status ${id}`);
    }
  }
}

async function stateOf(id: string, position: number | null, { client, terminal }: Session): Promise<string> {
  const query = position === null ? {} : { atLeast: position };
  const title = 'Waiting for the new state';
  const answer = await client.get(`/v1/commitments/${encodeURIComponent(id)}`, { query, title });
  const { label, fulfilment } = read(commitmentSheet, answer);
  const delivered = fulfilment && fulfilmentInWords(fulfilment);
  const state = labelColour(label, terminal.paint)(labelInWords(label));
  return `${terminal.paint.bold(id)}  ${state}${delivered === undefined ? '' : `: ${delivered}`}`;
}
