/** Asks the engine. It gets bytes and nothing else: no names, no folders, no hashes, no expected values. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import { type AamvaDocument, parseAamva } from '../../adapters/internal/barcode/aamva.js';
import { type Barcode, decodeBarcodes, prepareBarcodes } from '../../adapters/internal/barcode/decoder.js';
import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { readMrzLine } from '../../adapters/internal/mrz/line.js';
import { type ParsedMrz, parseMrz } from '../../adapters/internal/mrz/parse.js';
import { ProviderError, type DocumentEvidence, type LivenessEvidence } from '../../src/provider/contract.js';
import type { Engine } from './engine.js';
import type { Progress } from './progress.js';
import { beside, listImages, readJson, type Category, type Folder, type Tree } from './tree.js';

/** By absolute path, or by the string that was given. What the engine refused has no entry. */
export class Answers {
  readonly documents = new Map<string, DocumentEvidence>();
  readonly selfies = new Map<string, LivenessEvidence>();
  /** By both paths, see `pairKey`. */
  readonly distances = new Map<string, number>();
  readonly barcodes = new Map<string, readonly Barcode[]>();
  readonly lines = new Map<string, string>();
  readonly mrz = new Map<string, ParsedMrz>();
  readonly aamva = new Map<string, AamvaDocument>();
  /** Milliseconds of CPU time an image. */
  readonly cpu = new Map<Category, number>();
}

export const pairKey = (a: string, b: string): string => [a, b].join('\n');

export async function ask(engine: Engine, tree: Tree, progress: Progress): Promise<Answers> {
  const answers = new Answers();
  const work = { engine, answers, progress };
  for (const folder of tree.folders) {
    const before = process.cpuUsage();
    const images = await ASK[folder.category](work, folder);
    const { user, system } = process.cpuUsage(before);
    if (images > 0) answers.cpu.set(folder.category, (user + system) / 1000 / images);
  }
  return answers;
}

interface Work {
  readonly engine: Engine;
  readonly answers: Answers;
  readonly progress: Progress;
}

/** Each answers how many images it has looked at. */
const ASK: Readonly<Record<Category, (work: Work, folder: Folder) => Promise<number>>> = {
  documents: analyze,
  tamper: analyze,
  faces: async (work, folder) => {
    const images = await analyze(work, folder);
    await watchFaces(work, folder);
    return images;
  },
  pdf417: async (work, folder) => {
    await parsePayloads(work, folder);
    return scan(work, folder);
  },
  mrz: async (work, folder) => {
    await parseStrings(work, folder);
    return readLines(work, folder);
  },
};

async function analyze({ engine, answers, progress }: Work, folder: Folder): Promise<number> {
  const images = await listImages(folder);
  await progress.each(`${folder.category}: documents`, images, async (path) => {
    const image = { bytes: await readFile(path) };
    const request = { idempotencyKey: randomUUID(), image, side: 'FRONT', type: 'UNKNOWN' } as const;
    const evidence = await unlessRefused(() => engine.analyzeDocument(request));
    if (evidence) answers.documents.set(path, evidence);
  });
  return images.length;
}

const Pairs = z.object({ pairs: z.array(z.object({ a: z.string(), b: z.string() })) });

async function watchFaces({ engine, answers, progress }: Work, folder: Folder): Promise<void> {
  await progress.each('faces: liveness', await listImages(folder), async (path) => {
    const frames = [{ image: { bytes: await readFile(path) } }];
    const evidence = await unlessRefused(() => engine.detectLiveness({ idempotencyKey: randomUUID(), frames }));
    if (evidence) answers.selfies.set(path, evidence);
  });
  const file = beside(folder, 'pairs.json');
  if (!existsSync(file)) return;
  const { pairs } = await readJson(Pairs, file);
  await progress.each('faces: pairs', pairs, async (pair) => {
    const [a, b] = [beside(folder, pair.a), beside(folder, pair.b)];
    const [reference, probe] = [answers.selfies.get(a)?.selfie, answers.selfies.get(b)?.selfie];
    if (!reference || !probe) return;
    const { metric } = await engine.compareFaces({ idempotencyKey: randomUUID(), reference, probe });
    if (metric !== undefined) answers.distances.set(pairKey(a, b), metric);
  });
}

async function scan({ answers, progress }: Work, folder: Folder): Promise<number> {
  await prepareBarcodes();
  const images = await listImages(folder);
  await progress.each('pdf417: images', images, async (path) => {
    answers.barcodes.set(path, await decodeBarcodes(await readFile(path)));
  });
  return images.length;
}

const Payloads = z.array(z.object({ raw_base64: z.string() }));

async function parsePayloads({ answers }: Work, folder: Folder): Promise<void> {
  const file = beside(folder, 'aamva_payloads.json');
  if (!existsSync(file)) return;
  for (const { raw_base64: raw } of await readJson(Payloads, file)) {
    const parsed = parseAamva(decode(Buffer.from(raw, 'base64')));
    if (parsed) answers.aamva.set(raw, parsed);
  }
}

/** Payloads are kept as files, which may be of either encoding. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

const Strings = z.array(z.object({ mrz: z.array(z.string()) }));

async function parseStrings({ answers }: Work, folder: Folder): Promise<void> {
  const file = beside(folder, 'mrz_strings.json');
  if (!existsSync(file)) return;
  for (const { mrz } of await readJson(Strings, file)) answers.mrz.set(mrz.join('\n'), parseMrz(mrz));
}

/** Pixels of a line at most: more than the net can use. */
const LINE_WIDTH = 2000;
const Lines = z.array(z.object({ lines: z.array(z.object({ file: z.string() })) }));

async function readLines({ answers, progress }: Work, folder: Folder): Promise<number> {
  const file = beside(folder, 'mrz_line_images.json');
  if (!existsSync(file)) return 0;
  const images = (await readJson(Lines, file)).flatMap(({ lines }) => lines.map((line) => beside(folder, line.file)));
  await progress.each('mrz: lines', images, async (path) => {
    // The engine takes no TIFF, which such lines are often kept as.
    const png = await sharp(await readFile(path))
      .png()
      .toBuffer();
    const { text } = await readMrzLine(await decodeImage(png, { maxSide: LINE_WIDTH }));
    answers.lines.set(path, text);
  });
  return images.length;
}

/** What the engine will not read is unread; a fault is a fault. */
async function unlessRefused<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
