import { newSignerKey, parseNote, parseSignerKey, renamed, SealedLog } from '#libs/transparency';
import { until } from '#libs/testkit';
import { readFile, stat } from 'node:fs/promises';
import { ORIGIN, SealedLedger } from '../../../test/sealed-ledger.ts';

let ledger: SealedLedger;
beforeEach(async () => {
  ledger = await SealedLedger.open();
});
afterEach(() => ledger.close());

describe('the notary', () => {
  it('seals every event, under a root that the events have, with a signature that holds', async () => {
    ledger.start();
    for (const count of [1, 300, 1]) {
      const position = await ledger.record(count);
      const checkpoint = await ledger.sealed(position);
      const { origin, size, root } = ledger.trusted(checkpoint);
      expect([origin, size, root]).toEqual([ORIGIN, position, await ledger.rootOf(position)]);
    }
  });

  it('proves each of the events in each of the trees it has signed', async () => {
    ledger.start();
    const sizes = [];
    for (const count of [3, 254, 600]) sizes.push((await ledger.sealed(await ledger.record(count))).size);
    const sealed = new SealedLog(ledger.admin);
    for (const size of sizes) expect(await sealed.root(1, size)).toEqual(await ledger.rootOf(size));
  });

  it('goes on where it was, however it ended', async () => {
    ledger.start();
    await ledger.sealed(await ledger.record(10));
    await ledger.stopNotaries();
    const position = await ledger.record(300);
    ledger.start();
    const { size, root } = ledger.trusted(await ledger.sealed(position));
    expect(root).toEqual(await ledger.rootOf(size));
  });

  it('goes on where its memory is ahead of the database, as after a sudden end', async () => {
    ledger.start();
    await ledger.sealed(await ledger.record(300));
    await ledger.stopNotaries();
    await ledger.admin.query('delete from ledger.log_checkpoints where size > 0');
    await ledger.admin.query('delete from ledger.log_tiles');
    const position = await ledger.record(1);
    ledger.start();
    expect(ledger.trusted(await ledger.sealed(position)).root).toEqual(await ledger.rootOf(position));
    expect(await ledger.readOnly()).toBeNull();
  });

  it('remembers what it signed in a file of its own, before anybody else knows', async () => {
    ledger.start();
    const { size, note } = await ledger.sealed(await ledger.record(5));
    expect(JSON.parse(await readFile(ledger.stateFile, 'utf8'))).toMatchObject({
      log: 1,
      origin: ORIGIN,
      size,
      note,
    });
    expect((await stat(ledger.stateFile)).mode & 0o777).toBe(0o600);
  });

  it('works alone: of two, one stands by until the other is gone', async () => {
    const notaries = [ledger.start(), ledger.start()];
    await ledger.sealed(await ledger.record(1));
    const leader = await until('one leads', () => notaries.find((notary) => notary.status().signed === 1));
    expect(notaries.filter((notary) => notary.status().leading)).toEqual([leader]);
    await leader.stop();
    const position = await ledger.record(2);
    await ledger.sealed(position);
    expect(leader.status().signed).toBe(1);
  });

  it('lives through the loss of its database session', async () => {
    ledger.start();
    await ledger.sealed(await ledger.record(1));
    await ledger.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'ledger-notary'`,
    );
    const position = await ledger.record(1);
    expect((await ledger.sealed(position)).size).toBe(position);
  });

  it('tells how far it is', async () => {
    const notary = ledger.start();
    const position = await ledger.record(7);
    await ledger.sealed(position);
    await until('it has told', () => notary.status().published === position);
    expect(notary.status()).toEqual({
      ...{ leading: true, signed: position, published: position, head: position, refused: undefined },
    });
  });
});

describe('a new key', () => {
  const next = parseSignerKey(newSignerKey(ORIGIN));

  it('signs beside the old one until that is taken away', async () => {
    ledger.start();
    await ledger.sealed(await ledger.record(1));
    await ledger.stopNotaries();
    ledger.start({ signer: next, previousSigner: ledger.signer });
    const both = await until('both have signed what was there', async () => {
      const checkpoint = await ledger.sealed(1);
      return parseNote(checkpoint.note).signatures.length === 2 ? checkpoint : undefined;
    });
    expect(ledger.trusted(both, next).root).toEqual(ledger.trusted(both).root);
    expect((await new SealedLog(ledger.admin).current())?.vkeys).toHaveLength(2);

    await ledger.stopNotaries();
    ledger.start({ signer: next });
    const alone = await ledger.sealed(await ledger.record(1));
    expect(ledger.trusted(alone, next).size).toBe(2);
    expect(() => ledger.trusted(alone)).toThrow('No log of the policy signed');
    expect((await new SealedLog(ledger.admin).current())?.vkeys).toHaveLength(1);
  });

  it('is refused without the old one', async () => {
    ledger.start();
    await ledger.sealed(await ledger.record(1));
    await ledger.stopNotaries();
    expect(await ledger.refusal(ledger.start({ signer: next }))).toContain(
      'give the old one as NOTARY_PREVIOUS_KEY',
    );
    await ledger.stopNotaries();
    const other = renamed(ledger.signer, 'example.com/other');
    expect(await ledger.refusal(ledger.start({ signer: other }))).toContain(
      'The key is for the log example.com/other',
    );
  });
});
