import { LedgerReadOnly } from '#libs/event-store';
import { SealedLog } from '#libs/transparency';
import { until } from '#libs/testkit';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { SealedLedger } from '../../../test/sealed-ledger.ts';

let ledger: SealedLedger;
beforeEach(async () => {
  ledger = await SealedLedger.open();
});
afterEach(() => ledger.close());

/** Seals so many events, and ends the notary. */
async function sealedBefore(count: number): Promise<void> {
  ledger.start();
  await ledger.sealed(await ledger.record(count));
  await ledger.stopNotaries();
}

describe('the notary, given the database was set back to an old backup', () => {
  it('signs nothing, makes the ledger read-only, and says what happened and what to do', async () => {
    await sealedBefore(20);
    const restore = await ledger.backUp();
    await sealedBefore(30);
    await restore();
    const notary = ledger.start();
    const because = await ledger.refusal(notary);
    expect(because).toBe(
      'The database ends at position 20, and the notary has signed that there are 50 events: it was set back to an ' +
        'earlier state, as when an old backup is restored, and what was recorded after position 20 is not in it. ' +
        'Restore a backup that reaches position 50, or replay the archived WAL up to there, and start again. ' +
        'If it is lost for good, begin a new log, which says so for ever: start the notary with NOTARY_NEW_LOG="50 WHY". ' +
        '(rolled-back, docs/log.md)',
    );
    expect(await ledger.readOnly()).toBe(because);
    await expect(ledger.record(1)).rejects.toThrow(LedgerReadOnly);
    await expect(ledger.record(1)).rejects.toThrow('it was set back to an earlier state');
    expect(await ledger.store.readAll({ after: 0, limit: 100 })).toHaveLength(20);
    expect(ledger.told).toEqual(expect.arrayContaining([`The ledger is read-only. ${because}`]));
    expect((await new SealedLog(ledger.admin).newest(1))?.size).toBe(20);
  });

  it('notices it also where others were recorded since in the place of those that are gone', async () => {
    await sealedBefore(20);
    const restore = await ledger.backUp();
    await sealedBefore(5);
    await restore();
    await ledger.record(7);
    expect(await ledger.refusal(ledger.start())).toContain(
      'The first 25 events are not those that were signed',
    );
  });

  it('begins a new log where somebody decides so, of just that, and never silently', async () => {
    await sealedBefore(20);
    const restore = await ledger.backUp();
    await sealedBefore(30);
    await restore();
    await ledger.refusal(ledger.start({ newLog: { after: 49, because: 'A wrong number' } }));
    await ledger.stopNotaries();

    ledger.start({ newLog: { after: 50, because: 'The disk of 3 March' } });
    await until('the new log is begun', async () => (await ledger.sealed(20)).origin === 'example.com/log/2');
    await until('the ledger may be written to', async () => (await ledger.readOnly()) === null);
    const position = await ledger.record(1);
    expect(await ledger.sealed(position)).toMatchObject({
      origin: 'example.com/log/2',
      root: await ledger.rootOf(21),
    });

    const { rows } = await ledger.admin.query(
      'select number, origin, because from ledger.logs order by number',
    );
    expect(rows).toEqual([
      { number: 1, origin: 'example.com/log', because: null },
      { number: 2, origin: 'example.com/log/2', because: 'The disk of 3 March' },
    ]);
    const { rows: refusals } = await ledger.admin.query('select code, ended_by from ledger.log_refusals');
    expect(refusals).toEqual([
      {
        code: 'rolled-back',
        ended_by:
          'The log example.com/log is given up after 50 events, and example.com/log/2 begun: The disk of 3 March',
      },
    ]);

    await ledger.stopNotaries();
    ledger.start({ newLog: { after: 50, because: 'The disk of 3 March' } });
    expect((await ledger.sealed(await ledger.record(1))).origin).toBe('example.com/log/2');
  });
});

describe('the notary, given somebody changed the database', () => {
  it.each([
    [
      'an event was rewritten',
      `update ledger.events set body = replace(body, 'A step', 'A leap') where position = 295`,
      'The event at position 295 is not the one that was sealed there',
    ],
    [
      'the time of an event was changed',
      `update ledger.events set recorded_at = recorded_at + interval '1 microsecond' where position = 300`,
      'The event at position 300 is not the one',
    ],
    [
      'two events changed places',
      `update ledger.events e set body = (select body from ledger.events o where o.position = 21 - e.position) where position in (10, 11)`,
      'The event at position 10 is not the one',
    ],
    [
      'an event was removed',
      'delete from ledger.events where position = 7',
      'The event at position 7 is not the one',
    ],
    [
      'a tile was altered',
      `update ledger.log_tiles set hashes = overlay(hashes placing '\\x00'::bytea from 33) where level = 0 and index = 1`,
      'The stored tiles of the log do not have the root that was signed for 300 events',
    ],
    [
      'a tile was cut',
      `update ledger.log_tiles set hashes = substr(hashes, 1, 32) where level = 0 and index = 1`,
      'The stored tiles of the log do not have the root',
    ],
    [
      'the checkpoint was altered',
      `update ledger.log_checkpoints set root = decode(repeat('00', 32), 'hex')`,
      'is signed by none of the keys of this log',
    ],
    [
      'the signature was altered',
      `update ledger.log_checkpoints set note = replace(note, E'\\n300\\n', E'\\n301\\n'), size = 301`,
      'The database ends at position 300, and the notary has signed that there are 301 events',
    ],
    [
      'the newest checkpoints were removed, and an event changed',
      `with gone as (delete from ledger.log_checkpoints), tiles as (delete from ledger.log_tiles)
       update ledger.events set body = replace(body, 'A step', 'A leap') where position = 2`,
      'The first 300 events are not those that were signed',
    ],
    [
      'the key of the log was replaced',
      `update ledger.log_keys set vkey = 'example.com/log+00000000+AAAA'`,
      'neither the key nor the previous key of the notary has ever signed',
    ],
  ])('refuses when %s', async (_, sql, because) => {
    await sealedBefore(300);
    await ledger.tamper(sql);
    expect(await ledger.refusal(ledger.start())).toContain(because);
    expect(await ledger.readOnly()).toContain(because);
    await expect(ledger.record(1)).rejects.toThrow(LedgerReadOnly);
  });

  it('goes on, and says so, when it is put right', async () => {
    await sealedBefore(300);
    const swap = (from: string, to: string) =>
      ledger.tamper(`update ledger.events set body = replace(body, '${from}', '${to}') where position = 299`);
    await swap('A step', 'A leap');
    await ledger.refusal(ledger.start());
    await swap('A leap', 'A step');
    await until('the ledger may be written to', async () => (await ledger.readOnly()) === null);
    await ledger.sealed(await ledger.record(1));
    const { rows } = await ledger.admin.query('select code, ended_by from ledger.log_refusals');
    expect(rows).toEqual([{ code: 'event-altered', ended_by: 'What is stored is what was signed again.' }]);
  });

  it('notices while it works that an event is missing', async () => {
    const notary = ledger.start();
    await ledger.sealed(await ledger.record(3));
    await ledger.stopNotaries();
    await ledger.record(3);
    await ledger.tamper('delete from ledger.events where position = 5');
    const again = ledger.start();
    expect(await ledger.refusal(again)).toContain(
      'There is no event at position 5, and there are later ones',
    );
    expect(notary.status().refused).toBeUndefined();
  });
});

describe('the notary, given its own record', () => {
  it('refuses without it, for nobody knows what else it has signed', async () => {
    await sealedBefore(3);
    await rm(ledger.stateFile);
    expect(await ledger.refusal(ledger.start())).toContain(
      "the notary's own record of what it signed last is gone",
    );
  });

  it('refuses with an unreadable one', async () => {
    await sealedBefore(3);
    await writeFile(ledger.stateFile, '{"size": 3');
    expect(await ledger.refusal(ledger.start())).toContain('does not hold what the notary wrote');
  });

  it('goes on with an older one, if what it says is part of what there is', async () => {
    await sealedBefore(3);
    await copyFile(ledger.stateFile, `${ledger.stateFile}.old`);
    await sealedBefore(300);
    await copyFile(`${ledger.stateFile}.old`, ledger.stateFile);
    ledger.start();
    expect((await ledger.sealed(await ledger.record(1))).size).toBe(304);
  });
});
