// `npm start`
import { prepare, runScript } from './prepare.mjs';
import { showProgress } from './progress.mjs';

const HELP = `npm start: the whole ledger in one process.

Installs and builds what is missing, starts a PostgreSQL and a Kafka of its own, brings the tables up to date, runs
every role, records the example meeting on an empty ledger, and prints where to look. Ctrl-C stops all of it.

Environment:
  PORT              where it listens, on 127.0.0.1                         (3000)
  LEDGER_DATA       the folder everything is kept in                       (.ledger)
  LEDGER_ADMIN_KEY  the key for writing; else one is made and shown, once
  DATABASE_URL      a PostgreSQL 18 of yours, instead of its own
  KAFKA_BROKERS     a Kafka of yours, host:port[,host:port…], instead of its own
  LOG_LEVEL         what is told on the terminal: error, warn, log or debug  (error)
`;

const asked = process.argv.slice(2);
if (asked.some((word) => word === '--help' || word === '-h')) {
  process.stdout.write(HELP);
} else if (asked.length > 0) {
  console.error(`npm start does not know "${asked[0]}". See npm start -- --help.`);
  process.exitCode = 1;
} else {
  await runScript(async () => {
    await prepare({ build: true });
    const { main } = await import('../../dist/apps/standalone/src/main.js');
    await main(showProgress);
  });
}
