import { Command, CommanderError } from 'commander';
import { fitForTerminal } from './answers.ts';
import { addAdopt } from './commands/adopt.ts';
import { addAllocate } from './commands/allocate.ts';
import { addAnchor } from './commands/anchor.ts';
import { addAssess } from './commands/assess.ts';
import { addChallenge, addResolve } from './commands/challenge.ts';
import { addChanges } from './commands/changes.ts';
import { addCorrect } from './commands/correct.ts';
import { addCover } from './commands/cover.ts';
import { addDeliver } from './commands/deliver.ts';
import { addDispute } from './commands/dispute.ts';
import { addDisburse } from './commands/disburse.ts';
import { addRelease, addSupersede, addWithdraw } from './commands/end.ts';
import { addExport } from './commands/export.ts';
import { addFollow } from './commands/follow.ts';
import { addKeys } from './commands/keys.ts';
import { addLint } from './commands/lint.ts';
import { addLog } from './commands/log.ts';
import { addMatrix } from './commands/matrix.ts';
import { addMeetings } from './commands/meetings.ts';
import { addPackages } from './commands/packages.ts';
import { addPass, addReach } from './commands/pass.ts';
import { addPositions } from './commands/positions.ts';
import { addProjections } from './commands/projections.ts';
import { addReconciliations } from './commands/reconciliations.ts';
import { addRecord } from './commands/record.ts';
import { addAmend, addSpecify } from './commands/restate.ts';
import { addReport } from './commands/report.ts';
import { addSame } from './commands/same.ts';
import { addReads } from './commands/reads.ts';
import { addReaffirm, addRelate } from './commands/say-again.ts';
import { addSource } from './commands/source.ts';
import { addSources } from './commands/sources.ts';
import { addStatus } from './commands/status.ts';
import { addSubscriptions } from './commands/subscriptions.ts';
import { addTimeline } from './commands/timeline.ts';
import { addTotals } from './commands/totals.ts';
import { addVerify } from './commands/verify.ts';
import { CommandProblem, exitCodes } from './problems.ts';
import { sessionsIn, type GlobalOptions, type OpenSession } from './session.ts';
import { DEFAULT_ADDRESS } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { terminalFor } from './terminal.ts';

/** The commands, in the order of the help. */
const commands: readonly ((program: Command, open: OpenSession) => void)[] = [
  addRecord,
  addLint,
  addAnchor,
  addStatus,
  addTimeline,
  addDeliver,
  addPass,
  addDisburse,
  addAllocate,
  addReach,
  addAdopt,
  addAmend,
  addSpecify,
  addReaffirm,
  addRelate,
  addWithdraw,
  addRelease,
  addSupersede,
  addCover,
  addDispute,
  addChallenge,
  addResolve,
  addAssess,
  addCorrect,
  addSame,
  addSource,
  addFollow,
  addChanges,
  addSubscriptions,
  addMeetings,
  addPackages,
  addPositions,
  addTotals,
  addMatrix,
  addReconciliations,
  addSources,
  addExport,
  addVerify,
  addReport,
  addLog,
  addProjections,
  addKeys,
  addReads,
];

const HELP = `
Exit codes:
  0  done
  1  refused by the ledger, or the input is invalid; of lint --strict, there are findings; of verify, not verified; a
     test did not arrive
  2  wrong usage; of lint, a record that cannot be read; of verify, what is no bundle or proof
  3  the ledger cannot be reached or cannot answer now
  4  not allowed: the key is missing, unknown or may not do this

Environment:
  LEDGER_URL    address of the ledger (${DEFAULT_ADDRESS})
  LEDGER_KEY    key for it; for a ledger on this machine, else the admin key in its data folder
  LEDGER_DATA   that data folder (.ledger, here or in a folder above)
  NO_COLOR, FORCE_COLOR, LEDGER_DEBUG=1 (stack traces)`;

/** Runs one command line. @returns the exit code. */
export async function runLedger(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = build(surroundings);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return tellProblem(error, program.opts<GlobalOptions>(), surroundings);
  }
}

function build(surroundings: Surroundings): Command {
  const program = new Command('ledger')
    .description('Records what states promise each other and follows every promise to its delivery.')
    .option('--json', 'print exactly what the ledger answered')
    .option('--url <address>', 'address of the ledger')
    .option('--key <key>', 'key for it (seen by others on this machine; LEDGER_KEY is not)')
    .option('--no-color', 'no colours; they are used on a terminal only')
    .helpOption('-h, --help', 'what this does, with examples')
    .addHelpText('after', HELP)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows what can be asked)')
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
      getOutHelpWidth: () => surroundings.stdout.columns ?? 100,
      getErrHelpWidth: () => surroundings.stderr.columns ?? 100,
    })
    .exitOverride();
  const open = sessionsIn(surroundings);
  for (const add of commands) add(program, open);
  return program;
}

function tellProblem(error: unknown, options: GlobalOptions, surroundings: Surroundings): number {
  const terminal = terminalFor(surroundings, options);
  const debug = surroundings.env['LEDGER_DEBUG'] === '1';
  if (!(error instanceof CommandProblem)) {
    terminal.tell(terminal.paintErr.red('This is a defect of ledger, not of what you asked:'));
    terminal.tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCodes.refused;
  }
  const [first = '', ...rest] = error.sentences.map((sentence) => fitForTerminal(sentence));
  terminal.tell([terminal.paintErr.red(String(first)), ...rest].join('\n'));
  if (options.json && error.json !== undefined) terminal.print(JSON.stringify(error.json, null, 2));
  if (debug) terminal.tell(error.stack ?? '');
  return error.exitCode;
}
