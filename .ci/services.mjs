// The real services of a CI run: `open FILE` makes an empty database on each and writes their addresses to FILE (exit 1 where
// they do not answer), `close FILE` drops them, `total FOLDER STATUS` prints the closing line from vitest's JSON reports.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

const { CI_DATABASE_URL = 'postgres://postgres@127.0.0.1:5432/postgres', CI_REDIS_URL = 'redis://127.0.0.1:6379' } =
  process.env;

async function onPostgres(work) {
  const client = new pg.Client({ connectionString: CI_DATABASE_URL, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function onRedis(url, work) {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 2000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  await redis.connect();
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** The highest numbered Redis database that holds nothing, so that nobody's keys are touched. */
async function emptyRedis(redis) {
  for (let index = 15; index > 0; index -= 1) {
    await redis.select(index);
    if ((await redis.dbsize()) === 0) return index;
  }
  throw new Error('no empty Redis database');
}

async function open(file) {
  const name = `proofgate_ci_${process.pid}_${Date.now()}`;
  const database = new URL(CI_DATABASE_URL);
  const redis = new URL(CI_REDIS_URL);
  try {
    redis.pathname = `/${await onRedis(CI_REDIS_URL, emptyRedis)}`;
    await onPostgres((client) => client.query(`create database ${name}`));
  } catch (error) {
    console.log(`— no PostgreSQL and Redis to test on: ${error.message || error.code}`);
    process.exitCode = 1;
    return;
  }
  database.pathname = `/${name}`;
  await writeFile(file, `TEST_DATABASE_URL='${database}'\nTEST_REDIS_URL='${redis}'\n`);
}

async function close(file) {
  const [, database, redis] = /TEST_DATABASE_URL='(.+)'\nTEST_REDIS_URL='(.+)'/.exec(await readFile(file, 'utf8'));
  const name = new URL(database).pathname.slice(1);
  await onPostgres((client) => client.query(`drop database if exists ${name} with (force)`));
  await onRedis(redis, (connection) => connection.flushdb());
}

async function total(folder, status) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const reports = await Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
  const sum = (key) => reports.reduce((so, report) => so + report[key], 0);
  const failed = sum('numFailedTests');
  // A suite that could not be loaded has no tests to count, and has failed all the same.
  const broken = reports
    .flatMap(({ testResults }) => testResults)
    .filter((it) => it.status === 'failed' && !it.assertionResults.length);
  const seen = failed + broken.length;
  // Where no test failed and the run did, a step outside the tests did.
  console.log(`${sum('numPassedTests')} passed, ${status !== '0' && seen === 0 ? 1 : seen} failed`);
}

const [command, ...rest] = process.argv.slice(2);
await { open, close, total }[command](...rest);
