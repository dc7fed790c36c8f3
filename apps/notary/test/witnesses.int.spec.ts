import { parsePolicy, parseNote, SealedLog, trustedCheckpoint } from '#libs/transparency';
import { until } from '#libs/testkit';
import { type ServerResponse } from 'node:http';
import { SealedLedger } from '../../../test/sealed-ledger.ts';
import { Witness } from '../../../test/witness.ts';

let ledger: SealedLedger;
let north: Witness;
let south: Witness;
beforeEach(async () => {
  ledger = await SealedLedger.open();
  north = await Witness.start('north', ledger.signer.verifier);
  south = await Witness.start('south', ledger.signer.verifier);
});
afterEach(async () => {
  await ledger.close();
  await Promise.all([north.stop(), south.stop()]);
});

/** Starts a notary that asks both witnesses, and needs so many. */
function start(quorum: 'all' | 'any' | 'none', witnessMs = 2_000) {
  const group = quorum === 'none' ? 'quorum none' : `group both ${quorum} north south\nquorum both`;
  const policyText = `${north.line}\n${south.line}\n${group}\n`;
  return ledger.start({ policy: parsePolicy(policyText), policyText, witnessMs });
}

const published = async () => {
  const sealed = new SealedLog(ledger.admin);
  const log = await sealed.current();
  return log && { policy: parsePolicy(log.policy), checkpoint: await sealed.published(log.number) };
};

const signed = (): Promise<number> =>
  until('something is signed', async () => (await new SealedLog(ledger.admin).newest(1))?.size, 60_000);

const hang = (): void => undefined;

describe('witnesses', () => {
  it('cosign each checkpoint, and whoever has the policy sees that', async () => {
    start('all');
    for (const count of [1, 300, 5]) {
      const position = await ledger.record(count);
      await ledger.sealed(position);
      const now = await published();
      const { size, cosigners } = trustedCheckpoint(
        now?.checkpoint?.note ?? '',
        now?.policy ?? parsePolicy(''),
      );
      expect([size, [...cosigners.keys()].sort()]).toEqual([position, ['north', 'south']]);
    }
    expect([north.size, south.size]).toEqual([306, 306]);
  });

  it('that the policy asks for and that do not answer keep a checkpoint from being published', async () => {
    start('all', 200);
    await ledger.sealed(await ledger.record(1));
    south.misbehave = hang;
    const position = await ledger.record(5);
    await until('it is signed', async () => (await signed()) === position);
    await until('the other has cosigned it', () => north.size === position);
    expect((await published())?.checkpoint?.size).toBe(1);
    await until('it is told', () =>
      ledger.told.find((line) => line.startsWith('The witness south cannot be asked')),
    );
    south.misbehave = undefined;
    expect((await ledger.sealed(position)).size).toBe(position);
  });

  it('that are not needed keep nobody waiting', async () => {
    start('any', 60_000);
    south.misbehave = hang;
    for (let times = 0; times < 3; times += 1) {
      const { note } = await ledger.sealed(await ledger.record(1));
      expect(parseNote(note).signatures).toHaveLength(2);
    }
  });

  it('that know the log already are asked from what they know', async () => {
    start('all');
    await ledger.sealed(await ledger.record(10));
    await ledger.stopNotaries();
    await ledger.admin.query('delete from ledger.log_cosignatures');
    north.answers.length = 0;
    start('all');
    await ledger.sealed(await ledger.record(10));
    expect(north.answers.slice(0, 2)).toEqual([409, 200]);
    expect(north.size).toBe(20);
  });

  it('that have forgotten the log are told of it anew', async () => {
    start('all');
    await ledger.sealed(await ledger.record(10));
    north.size = 0;
    expect((await ledger.sealed(await ledger.record(10))).size).toBe(20);
    expect(north.size).toBe(20);
  });

  it.each([
    ['with a signature that does not hold', (line: string) => [200, line.replace(/.{8}=*\n$/, 'AAAAAAAA\n')]],
    ['with the signature of somebody else', () => [200, '— witness.example/other AAAAAAAAAAAA\n']],
    ['with no signature', () => [200, '']],
    ['with nonsense', () => [200, 'nonsense\n']],
    ['that the log is unknown', () => [404, 'unknown log']],
    ['with an error', () => [500, 'x'.repeat(100_000)]],
    ['with a size that is none', () => [409, 'many']],
    ['by sending elsewhere', () => [302, '']],
  ] as const)('that answer %s count as absent', async (_, answer) => {
    start('all', 1_000);
    await ledger.sealed(await ledger.record(1));
    const [status, text] = answer('— witness.example/south AAAAAAAAAAAAAAAA\n');
    south.misbehave = (reply) => reply.writeHead(Number(status), { location: '/elsewhere' }).end(text);
    const position = await ledger.record(1);
    await until('it is told', () => ledger.told.find((line) => line.startsWith('The witness south')));
    expect((await published())?.checkpoint?.size).toBe(1);
    expect(await ledger.readOnly()).toBeNull();
    south.misbehave = undefined;
    await ledger.sealed(position);
  });

  it('that know a larger tree than the notary make the ledger read-only', async () => {
    start('any');
    await ledger.sealed(await ledger.record(5));
    await ledger.stopNotaries();
    south.size = 4_711;
    const because = await ledger.refusal(start('any'));
    expect(because).toContain('The witness south has cosigned a tree of 4711 events');
    expect(because).toContain('both the database and the state file were set back');
    expect(await ledger.readOnly()).toBe(because);
  });

  it('that know one, and say so when nobody waits for them any more, do so too', async () => {
    const first = start('any');
    await ledger.sealed(await ledger.record(5));
    await first.stop();
    const asked = new Promise<ServerResponse>((resolve) => (south.misbehave = resolve));
    const notary = start('any');
    await ledger.sealed(await ledger.record(1));
    south.misbehave = undefined;
    south.size = 4_711;
    (await asked).writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('4711\n');
    expect(await ledger.refusal(notary)).toContain('has cosigned a tree of 4711 events');
  });

  it('that nobody has to wait for are asked all the same', async () => {
    start('none');
    const position = await ledger.record(3);
    await ledger.sealed(position);
    await until('both have cosigned', () => north.size === position && south.size === position);
    await until(
      'both cosignatures are there',
      async () => parseNote((await published())?.checkpoint?.note ?? '').signatures.length === 3,
    );
  });
});
