import type { Command } from 'commander';
import type { OpenSession, Session } from '../session.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, without } from './telling-options.ts';

interface SameOptions {
  readonly source?: string;
  readonly id?: string;
  readonly dryRun?: boolean;
  readonly of?: string;
  readonly with?: string;
  readonly on: string;
  readonly by: string;
  readonly reason: string;
}

/** What a command sends, where, and how to speak of it. */
interface Judgement {
  readonly commitment: string;
  readonly collection: string;
  readonly fact: string;
  /** The parts of the body of its own. */
  readonly own: Readonly<Record<string, unknown>>;
}

const PROPOSING = `
Nothing is merged: until it is decided, every figure allows for one thing and for two.

Examples:
  ledger same propose generators-2024 --of batch-2024-11-16 --with undp-2024-11-17 --on 2024-12-01 --by "A. Analyst"
      --reason "The report came the day after the handover." --source undp-2024-11-17
  ledger same propose generators-2024 --with generators-again --on 2024-12-01 --by "A. Analyst"
      --reason "The same number, due in the same year."       two commitments`;

const DECIDING = `
Examples:
  ledger same confirm generators-2024 same-batch --on 2025-02-01 --by "Desk Japan" --reason "The serial numbers agree."
  ledger same reject generators-2024 same-batch --on 2025-02-01 --by "Desk Japan" --reason "They stand in other towns."`;

/** `ledger same propose|confirm|reject COMMITMENT` */
export function addSame(program: Command, open: OpenSession): void {
  const group = program.command('same').description('say that two recorded facts may be one and the same');
  const propose = group
    .command('propose')
    .description('propose that two facts may be one: two happenings of a commitment, or two commitments')
    .argument('<commitment>', 'the commitment')
    .option('--of <id>', 'what happened towards it; left out, the commitment itself')
    .requiredOption('--with <id>', 'what else happened, or the other commitment');
  withJudgement(propose, PROPOSING).action(async (commitment: string, options: SameOptions) => {
    const { of = commitment, with: other = '', on: proposed } = options;
    const fact = `${of} and ${other} may be one`;
    const own = { id: options.id ?? idFrom('same', of, other), of, with: other, proposed };
    await judge({ commitment, collection: 'sameness', fact, own }, options, open(propose));
  });
  addDecision(group, open, { name: 'confirm', noun: 'confirmation', key: 'confirmed', that: 'are one' });
  addDecision(group, open, { name: 'reject', noun: 'rejection', key: 'rejected', that: 'are not one' });
}

function addDecision(
  group: Command,
  open: OpenSession,
  { name, noun, key, that }: Readonly<Record<'name' | 'noun' | 'key' | 'that', string>>,
): void {
  const command = group
    .command(name)
    .description(`decide that two facts ${that}`)
    .argument('<commitment>', 'the commitment')
    .argument('<sameness>', 'what was proposed, by its id');
  withJudgement(command, DECIDING).action(
    async (commitment: string, sameness: string, options: SameOptions) => {
      const own = { id: options.id ?? idFrom(noun, sameness), sameness, [key]: options.on };
      const collection = `sameness/${noun}s`;
      await judge({ commitment, collection, fact: `${noun} of ${sameness}`, own }, options, open(command));
    },
  );
}

const withJudgement = (command: Command, examples: string): Command =>
  command
    .requiredOption('--on <date>', 'when that was judged: 2024-12-01')
    .requiredOption('--by <name>', 'the person or body whose judgement it is')
    .requiredOption('--reason <words>', 'why')
    .option('--source <id>', 'a registered source it rests on')
    .option('--id <id>', 'its own id; left out, one made of what it is about')
    .option('--dry-run', 'check it and record nothing')
    .addHelpText('after', examples);

async function judge(
  { commitment, collection, fact, own }: Judgement,
  { by, reason, source, dryRun }: SameOptions,
  session: Session,
): Promise<void> {
  const evidence = source === undefined ? undefined : [{ source }];
  const path = `/v1/commitments/${encodeURIComponent(commitment)}/${collection}`;
  const received = await recordOne(path, without({ ...own, by, reason, evidence }), fact, session, {
    dryRun,
  });
  await showStates([commitment], received, session);
}
