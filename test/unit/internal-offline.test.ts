import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('keeps no record of its use, which its runtime would send to its maker', async () => {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const env = { PATH: process.env['PATH'], HOME: home };
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'test/support/warm-engine.ts'], { env });
  expect(await readdir(home, { recursive: true })).toEqual([]);
  await rm(home, { recursive: true });
});
