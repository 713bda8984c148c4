import { existsSync, mkdirSync, readFileSync, writeFileSync, accessSync, constants } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, newMasterKey } from './config.js';
import { checkMasterKey, Keyring } from './shared/keyring.js';
import { FolderBlobStore, type BlobStore } from './shared/blob-store.js';
import type { Clock } from './shared/clock.js';
import { Caches } from './shared/cache/caches.js';
import { RedisCopies } from './shared/cache/redis-copies.js';
import { Database } from './shared/database.js';
import { MasterKey } from './shared/encryption.js';
import { type Fanout, LocalFanout, RedisFanout } from './shared/fanout.js';
import { lockFolder } from './shared/folder-lock.js';
import type { Logger } from './shared/logger.js';
import { StartError } from './shared/start-error.js';
import { openRedis } from './shared/redis.js';
import { LATEST_MIGRATION, migrate } from '../migrations/index.js';
import type { Redis } from 'ioredis';
import { VERSION } from './version.js';

/** What keeps the gateway's data: where it lies, and the keys that open it. */
export interface Storage {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly master: MasterKey;
  readonly keyring: Keyring;
  readonly fanout: Fanout;
  readonly caches: Caches;
  readonly redis: Redis | undefined;
  close(): Promise<void>;
}

/** @throws StartError */
export async function openStorage(config: Config, clock: Clock, log: Logger): Promise<Storage> {
  const folder = config.dataFolder;
  makeFolders(folder);
  // A database server may serve many processes over one folder of blobs; the embedded one serves a single process.
  const unlock = config.databaseUrl ? () => undefined : lockFolder(folder, clock());
  try {
    const database = await openDatabase(config);
    await migrate(database.system);
    const master = new MasterKey(config.masterKey ?? masterKeyOf(folder));
    await checkMasterKey(database.system, master);
    const redis = config.redisUrl ? await openRedis(config.redisUrl, log) : undefined;
    const fanout = redis ? new RedisFanout(redis) : new LocalFanout(config.databaseUrl ? 1000 : 30_000);
    const keyring = new Keyring(master);
    const copies = redis && new RedisCopies(redis, `${VERSION}:${LATEST_MIGRATION}:${await database.life()}`);
    const caches = new Caches({ database, keyring, master, copies });
    if (redis) fanout.subscribe((organizationId, subjectIds) => caches.hear(organizationId, subjectIds));
    return {
      database,
      blobs: new FolderBlobStore(join(folder, 'blobs')),
      master,
      keyring,
      fanout,
      caches,
      redis,
      async close() {
        await fanout.close();
        copies?.close();
        redis?.disconnect();
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function makeFolders(folder: string): void {
  try {
    makeFolder(resolve(folder, 'blobs'));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new StartError(`DATA_DIR ${folder} is not writable`, error);
  }
}

/** Node's own recursive mkdir never returns for some folders that refuse, such as those below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

async function openDatabase({ databaseUrl, dataFolder }: Config): Promise<Database> {
  try {
    return await Database.open(databaseUrl ? { url: databaseUrl } : { folder: join(dataFolder, 'postgres') });
  } catch (error) {
    const where = databaseUrl ? `DATABASE_URL ${new URL(databaseUrl).host}` : join(dataFolder, 'postgres');
    throw new StartError(`the database at ${where} cannot be opened: ${reasonOf(error)}`, error);
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors[0]) return reasonOf(error.errors[0]);
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'unknown';
};

/** The key of an installation without MASTER_KEY: made once, readable by its owner alone, worth a backup of its own. */
function masterKeyOf(folder: string): Buffer {
  const file = join(folder, 'master.key');
  if (!existsSync(file)) writeFileSync(file, newMasterKey().toString('base64'), { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
