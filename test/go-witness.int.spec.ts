import { until } from '#libs/testkit';
import {
  formatVerifierKey,
  newSignerKey,
  parsePolicy,
  parseSignerKey,
  SealedLog,
  trustedCheckpoint,
} from '#libs/transparency';
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BUILD_MS, describeWithGo, goProgram } from './outsiders.ts';
import { SealedLedger } from './sealed-ledger.ts';

const signerKey = newSignerKey('witness.example/go');
const vkey = formatVerifierKey(parseSignerKey(signerKey, 'cosignature').verifier);

/** Starts the witness of transparency-dev for one log. @returns its process and its address. */
async function startWitness(
  program: string,
  logKey: string,
): Promise<{ process: ChildProcess; url: string }> {
  const process = spawn(program, [signerKey, logKey], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const url of createInterface({ input: process.stdout })) return { process, url };
  throw new Error('The witness ended before it said where it is');
}

describeWithGo('a witness that others run', () => {
  let program: string;
  let ledger: SealedLedger;
  let witness: { process: ChildProcess; url: string };
  beforeAll(async () => {
    program = await goProgram('go-witness', 'witness');
  }, BUILD_MS);
  beforeEach(async () => {
    ledger = await SealedLedger.open();
    witness = await startWitness(program, ledger.vkey());
  });
  afterEach(async () => {
    await ledger.close();
    witness.process.kill();
  });

  const start = () => {
    const policyText = `witness go ${vkey} ${witness.url}\nquorum go\n`;
    return ledger.start({ policy: parsePolicy(policyText), policyText });
  };

  it('cosigns what the notary signs, from one tree to the next', async () => {
    start();
    for (const count of [1, 2, 253, 700]) {
      const { note, size } = await ledger.sealed(await ledger.record(count));
      const policy = parsePolicy((await new SealedLog(ledger.admin).current())?.policy ?? '');
      const { cosigners } = trustedCheckpoint(note, policy);
      expect([size, [...cosigners.keys()]]).toEqual([size, ['go']]);
      expect(Math.abs((cosigners.get('go') ?? 0) - Date.now() / 1_000)).toBeLessThan(600);
    }
  });

  it('is asked from the tree that it knows, when the notary has forgotten which', async () => {
    start();
    await ledger.sealed(await ledger.record(10));
    await ledger.stopNotaries();
    await ledger.admin.query('delete from ledger.log_cosignatures');
    start();
    expect((await ledger.sealed(await ledger.record(10))).size).toBe(20);
  });

  it('does not cosign a second history, and its word makes the ledger read-only', async () => {
    start();
    await ledger.sealed(await ledger.record(10));
    await ledger.stopNotaries();
    // Database and state file, both set back to nothing.
    for (const table of ['log_cosignatures', 'log_checkpoints', 'log_tiles', 'log_keys', 'logs']) {
      await ledger.admin.query(`delete from ledger.${table}`);
    }
    await ledger.forget();
    await ledger.tamper('delete from ledger.events where position > 4');
    await ledger.admin.query('update ledger.head set position = 4');
    const notary = start();
    expect(await ledger.refusal(notary)).toContain('The witness go has cosigned a tree of 10 events');
    await until('nothing may be recorded', () => ledger.readOnly());
  });
});
