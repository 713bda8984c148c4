import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MODEL_FOLDER } from '../../adapters/internal/build/hashes.js';
import { loadModel, loadOptionalModel } from '../../adapters/internal/onnx.js';

const NAME = 'face-landmarks.onnx';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterAll(async () => rm(folder, { recursive: true }));

it('loads a model that the build has prepared', async () => {
  expect((await loadModel(NAME)).outputNames).toEqual(['points']);
});

it('does not load one with a changed byte', async () => {
  const bytes = await readFile(new URL(NAME, MODEL_FOLDER));
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(join(folder, NAME), bytes);
  await expect(loadModel(NAME, pathToFileURL(`${folder}/`))).rejects.toThrow('not the one');
});

it('does without an optional one that is not there, but not without the others', async () => {
  const empty = pathToFileURL(`${folder}/none/`);
  expect(await loadOptionalModel('face-liveness.onnx', empty)).toBeUndefined();
  await expect(loadModel(NAME, empty)).rejects.toThrow('ENOENT');
});
