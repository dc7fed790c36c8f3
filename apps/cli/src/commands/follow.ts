import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { asOf, read } from '../answers.ts';
import type { Answer, Query } from '../client.ts';
import { Unavailable, Unreachable, WrongUsage } from '../problems.ts';
import { event, eventLine } from '../render/events.ts';
import type { OpenSession, Session } from '../session.ts';

interface FollowOptions {
  readonly after?: string;
  readonly fromStart?: boolean;
  readonly stream?: string;
  readonly type?: string;
  readonly party?: string;
  readonly kind?: string;
}

const PAGE = 500;
/** The longest the ledger lets us wait for something to happen, in seconds. */
const WAIT_S = 20;
const RECONNECT_MS = 1_000;

const page = z.object({ items: z.array(z.looseObject({ position: z.number() })), next: z.number(), asOf });

const EXAMPLES = `
Starts at the end of the log, unless told otherwise. Ctrl-C ends it with exit code 0 and says from where to go on.

Examples:
  ledger follow                                 everything recorded from now on
  ledger follow --from-start --type CommitmentAnnounced
  ledger follow --after 57 --json               one event to a line, to go on where another run stopped`;

/** `ledger follow` */
export function addFollow(program: Command, open: OpenSession): void {
  const command = program
    .command('follow')
    .description('events as they are recorded')
    .option('--after <position>', 'only events above this position')
    .option('--from-start', 'every event there is, then new ones')
    .option('--stream <id>', 'only of this stream: commitment-generators-2024')
    .option('--type <types>', 'only of this type, or of these, with commas between them')
    .option('--party <code>', 'only what concerns this party')
    .option('--kind <kind>', 'only of commitments of this kind')
    .addHelpText('after', EXAMPLES)
    .action((options: FollowOptions) => follow(options, open(command)));
}

async function follow(options: FollowOptions, session: Session): Promise<void> {
  const { stream, type, party, kind } = options;
  const stop = new AbortController();
  const takeBack = session.surroundings.onInterrupt(() => {
    stop.abort();
  });
  let after = -1;
  try {
    after = await startOf(options, session);
    await tail({ stream, type, party, kind }, after, session, stop.signal, (position) => {
      after = position;
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    takeBack();
    if (after >= 0)
      session.terminal.tell(`Read up to position ${after}. Go on with: ledger follow --after ${after}`);
  }
}

async function startOf({ after, fromStart }: FollowOptions, { client }: Session): Promise<number> {
  if (after !== undefined && fromStart) {
    throw new WrongUsage(['--after and --from-start say different things.', 'Leave one of them out.']);
  }
  if (fromStart) return 0;
  if (after !== undefined) {
    if (/^\d{1,15}$/.test(after)) return Number(after);
    throw new WrongUsage([`--after takes a position, such as 57, not ${JSON.stringify(after)}.`]);
  }
  const head = await client.get('/v1/events', { query: { limit: 1 } });
  return read(page, head).asOf?.position ?? 0;
}

/** Prints pages for ever. A page counts as read once it is printed, so that nothing is lost or doubled by a retry. */
async function tail(
  filter: Query,
  from: number,
  session: Session,
  signal: AbortSignal,
  reached: (position: number) => void,
): Promise<void> {
  const { client, terminal } = session;
  let after = from;
  let lost = false;
  for (let connected = false; ; connected = true) {
    try {
      const query = { ...filter, after, limit: PAGE, wait: WAIT_S };
      const timeoutMs = (WAIT_S + 20) * 1000;
      const answer = await client.get('/v1/events', {
        query,
        signal,
        timeoutMs,
        patienceMs: 0,
        title: false,
      });
      if (lost) terminal.tell(terminal.paintErr.dim('Connected again.'));
      lost = false;
      printPage(answer, session);
      after = Math.max(after, read(page, answer).next);
      reached(after);
    } catch (error) {
      const mayPass = error instanceof Unreachable || error instanceof Unavailable;
      if (signal.aborted || !mayPass || !connected) throw error;
      if (!lost)
        terminal.tell(terminal.paintErr.yellow(`${error.sentences[0] ?? ''} Trying again until it can.`));
      lost = true;
      await pause(RECONNECT_MS, undefined, { signal });
    }
  }
}

function printPage(answer: Answer, { terminal, json }: Session): void {
  if (json) {
    for (const item of page.parse(answer.body).items) terminal.print(JSON.stringify(item));
    return;
  }
  const { items } = read(z.object({ items: z.array(event) }), answer);
  for (const item of items) terminal.print(eventLine(item, terminal.paint));
}
