import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  afterOurDeath,
  findKafkaTools,
  migrate,
  pg,
  projectRoot,
  roleName,
  startLocalKafka,
  startLocalPostgres,
} from './ledger.mjs';

/** 128 clients of a peer need a connection each, and the default is 100. Nothing else is set. */
const SETTINGS = { max_connections: '200' };
const PASSWORDS = {
  api: 'bench-api',
  relay: 'bench-relay',
  projector: 'bench-projector',
  dispatcher: 'bench-dispatcher',
  notary: 'bench-notary',
};

/**
 * The servers everything is measured on, in a folder of their own that goes with them. Kafka is started when it is first
 * asked for, lest it have a share of what is measured before; with `isHasty` beside Postgres.
 */
export async function startServers(say, { isHasty = false } = {}) {
  // Beside what npm keeps: on the disk of the project, which a temporary folder may not be.
  const caches = join(projectRoot(), 'node_modules/.cache');
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, 'ledger-bench-'));
  await chmod(folder, 0o711);
  // For a bench that is killed: by then the servers have been stopped in the same way.
  const dismiss = afterOurDeath('sleep 20; rm -rf "$1"', [folder]);
  let kafka;
  const brokers = async () => {
    const tools = findKafkaTools();
    if ('missing' in tools) return tools;
    kafka ??= startLocalKafka({ dataDir: join(folder, 'kafka'), log: say });
    return { brokers: (await kafka).brokers };
  };
  // What fails is told to whoever asks for it.
  if (isHasty) void brokers().catch(() => undefined);
  const postgres = await startLocalPostgres({
    dataDir: join(folder, 'postgres'),
    settings: SETTINGS,
    log: say,
  });
  const admin = new pg.Pool({ connectionString: postgres.adminUrl, max: 2 });
  admin.on('error', () => undefined);
  return {
    folder,
    port: postgres.port,
    adminUrl: postgres.adminUrl,
    admin,
    settings: SETTINGS,
    newDatabase: (name) => newDatabase(admin, postgres.adminUrl, name),
    newLedger: (name) => newLedger(admin, postgres.adminUrl, name),
    /** Where the broker is, or a sentence that says why there is none. */
    brokers,
    stop: async () => {
      await admin.end();
      await Promise.allSettled([postgres.stop(), kafka?.then((broker) => broker.stop())]);
      await rm(folder, { recursive: true, force: true });
      dismiss();
    },
  };
}

/** An empty database; answers how to connect to it as the superuser. */
async function newDatabase(admin, adminUrl, name) {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    drop: () => admin.query(`drop database if exists ${name} with (force)`),
  };
}

/** A migrated, empty ledger, with the address of each role. */
async function newLedger(admin, adminUrl, name) {
  const database = await newDatabase(admin, adminUrl, name);
  await migrate({ adminUrl: database.url, rolePasswords: PASSWORDS });
  const as = (role) => {
    const url = new URL(database.url);
    url.username = roleName(role);
    url.password = PASSWORDS[role];
    return url.href;
  };
  return {
    ...database,
    urls: {
      api: as('api'),
      relay: as('relay'),
      projector: as('projector'),
      dispatcher: as('dispatcher'),
      notary: as('notary'),
    },
  };
}

/** A key nobody else knows, for the door that is measured. */
export const newAdminKey = () => `lk_${randomBytes(24).toString('hex')}`;
