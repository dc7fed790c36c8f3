import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { read } from '../answers.ts';
import { streamOf, type Block } from '../event-stream.ts';
import { Unavailable, Unreachable, type CommandProblem } from '../problems.ts';
import { change, changeLine } from '../render/changes.ts';
import { event, eventLine } from '../render/events.ts';
import type { OpenSession, Session } from '../session.ts';
import { filterIn, withFilterOptions, type FilterOptions } from './filter-options.ts';
import { startOf, type StartOptions } from './start-of.ts';

interface FollowOptions extends FilterOptions, StartOptions {
  readonly changes?: boolean;
}

/** How long to wait before coming again, until the ledger says how long. */
const RECONNECT_MS = 1_000;

const EXAMPLES = `
Starts at the end of the log, unless told otherwise. Ctrl-C ends it with exit code 0 and says from where to go on.
Each filter takes several values with commas between them, of which any will do; all filters given must hold.

Examples:
  ledger follow                                 everything recorded from now on
  ledger follow --from-start --type CommitmentAnnounced
  ledger follow --party UA --kind goods,financial
  ledger follow --changes --becomes overdue-unproven,disputed
  ledger follow --after 57 --json               one event to a line, to go on where another run stopped`;

/** `ledger follow` */
export function addFollow(program: Command, open: OpenSession): void {
  const command = program
    .command('follow')
    .description('events as they are recorded, or changes of state as they come')
    .option('--changes', 'what events changed of the state of commitments, in place of events')
    .option('--after <position>', 'only events above this position, or changes above this number')
    .option('--from-start', 'everything there is, then what is new');
  withFilterOptions(command)
    .addHelpText('after', EXAMPLES)
    .action((options: FollowOptions) => follow(options, open(command)));
}

/** Where the reader is; undefined before anything was heard. */
interface Place {
  after: number | undefined;
}

async function follow(options: FollowOptions, session: Session): Promise<void> {
  const place: Place = { after: startOf(options) };
  const stop = new AbortController();
  const takeBack = session.surroundings.onInterrupt(() => {
    stop.abort();
  });
  try {
    await tail(options, place, session, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    takeBack();
    const { after } = place;
    if (after !== undefined) {
      const [noun, command] = options.changes ? ['number', 'follow --changes'] : ['position', 'follow'];
      session.terminal.tell(`Read up to ${noun} ${after}. Go on with: ledger ${command} --after ${after}`);
    }
  }
}

/**
 * Prints messages for ever. One counts as read once it is printed, so that nothing is lost or doubled when the stream has
 * to be opened again.
 */
async function tail(
  options: FollowOptions,
  place: Place,
  session: Session,
  signal: AbortSignal,
): Promise<void> {
  const { client, terminal } = session;
  const door = options.changes ? '/v1/changes' : '/v1/events';
  let isLost = false;
  let retryMs = RECONNECT_MS;
  for (let wasThere = false; ; wasThere = true) {
    let problem: CommandProblem;
    try {
      const query = { ...filterIn(options), after: place.after };
      for await (const block of streamOf(client.settings, door, { query, signal })) {
        if (isLost) terminal.tell(terminal.paintErr.dim('Connected again.'));
        isLost = false;
        wasThere = true;
        retryMs = block.retryMs ?? retryMs;
        take(block, place, session, options);
      }
      problem = new Unavailable([`The ledger at ${client.settings.address} ended the stream.`]);
    } catch (error) {
      const mayPass = error instanceof Unreachable || error instanceof Unavailable;
      if (signal.aborted || !mayPass || !wasThere) throw error;
      problem = error;
    }
    if (!isLost)
      terminal.tell(terminal.paintErr.yellow(`${problem.sentences[0] ?? ''} Trying again until it can.`));
    isLost = true;
    await pause(retryMs, undefined, { signal });
  }
}

function take(
  { id, data }: Block,
  place: Place,
  { terminal, json }: Session,
  { changes }: FollowOptions,
): void {
  if (data !== undefined) {
    const body: unknown = json ? undefined : JSON.parse(data);
    const lineOf = (): string =>
      changes
        ? changeLine(read(change, { body }), terminal.paint)
        : eventLine(read(event, { body }), terminal.paint);
    terminal.print(json ? data : lineOf());
  }
  if (id !== undefined && /^\d{1,15}$/.test(id)) place.after = Math.max(place.after ?? 0, Number(id));
}
