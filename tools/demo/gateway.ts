/** A gateway of its own for the length of a tour: another process, a free port, a folder that is thrown away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface RunningGateway {
  readonly url: string;
  readonly key: string;
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const READY_SECONDS = 60;
const END_SECONDS = 15;

/** Ends again at once where `interrupted` fails meanwhile. */
export async function startGateway(interrupted: Promise<never>): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-demo-'));
  const key = `sk_test_${randomBytes(24).toString('base64url')}`;
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...ownEnvironment(),
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      DEMO_API_KEY: key,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([ready(url, child, complaints), interrupted]);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, key, close };
}

/** The tour keeps to its own folder, whatever databases the shell knows. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...rest } = process.env;
  return rest;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}

async function ready(url: string, child: ChildProcess, complaints: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`The gateway did not start:\n${complaints.join('')}`);
    const answered = await fetch(`${url}/ready`).catch(() => undefined);
    if (answered?.ok) return;
    await wait(100);
  }
  throw new Error(`The gateway was not ready within ${READY_SECONDS} seconds:\n${complaints.join('')}`);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = AbortSignal.timeout(END_SECONDS * 1000);
  late.addEventListener('abort', () => child.kill('SIGKILL'));
  await ended;
}
