/** The MRZ net is our own and stands in the sources, which the compiled build lies one folder below. */
import { existsSync, readFileSync } from 'node:fs';
import { EditableModel } from './edit.js';

const PLACES = ['../models/mrz/mrz_ocrb.onnx', '../../../../adapters/internal/models/mrz/mrz_ocrb.onnx'];

export function readMrzNet(): EditableModel {
  const file = PLACES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  if (!file) throw new Error('adapters/internal/models/mrz/mrz_ocrb.onnx is missing');
  return new EditableModel(readFileSync(file));
}
