import { BadConfig } from '#libs/platform';
import { dispatcherConfig } from './config.ts';

const DATABASE_URL = 'postgres://ledger_dispatcher:secret@localhost/ledger';

describe('the configuration of the dispatcher', () => {
  it('needs a database, and looks every five seconds', () => {
    expect(dispatcherConfig({ DATABASE_URL })).toEqual({
      ...{ databaseUrl: DATABASE_URL, tickMs: 5_000 },
      addresses: { allowHttp: false, networks: [] },
    });
    expect(dispatcherConfig({ DATABASE_URL, DISPATCHER_TICK_SECONDS: '1' }).tickMs).toBe(1_000);
  });

  it('names everything that is wrong, at once', () => {
    expect(() => dispatcherConfig({ DISPATCHER_TICK_SECONDS: '60' })).toThrow(BadConfig);
    expect(() => dispatcherConfig({ DISPATCHER_TICK_SECONDS: '60' })).toThrow(
      /DATABASE_URL is missing: .*; DISPATCHER_TICK_SECONDS must be at most 30/,
    );
  });
});
