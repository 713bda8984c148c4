import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Polygon } from '../../../src/provider/contract.js';
import { type GreyImage, negative, onPaper } from '../image/grey.js';
import { refuseUndecodable } from '../image/intake.js';
import { openImage } from '../image/open.js';
import { rotateQuarters } from '../image/pixels.js';
import { completeSymbol } from './complete.js';
import { double } from './double.js';
import { joinParts } from './eci.js';
import { skewOf } from './skew.js';
import { darknessOf, findStop } from './stop.js';

export interface Barcode {
  readonly format: string;
  readonly text: string;
  /** As encoded, where the text may be none. */
  readonly bytes: Uint8Array;
  /** In the pixels of the original, upright image; absent where it was found in a turned or stretched copy. */
  readonly polygon?: Polygon;
}

/** Enough for a barcode that fills a third of a photo of twelve megapixels. */
const LONGEST = 2400;
/** Under this width modules of a whole card's barcode are thinner than a pixel can show. */
const SMALL = 1000;
/** Fine bars look steeper than they are, by so much. Drawn licences tilted by 1 to 15 degrees. */
const SKEW_BIAS = 0.92;
/** White pixels around: a code cut out to its edge has no quiet zone of its own. */
const QUIET = 32;
/** Degrees under which the rows of a symbol are as good as level. */
const UPRIGHT = 0.15;

/** Hands zxing its module from the package: by itself it would fetch it. */
export async function prepareBarcodes(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

export interface BarcodeSearch {
  /** What can be read as it stands. */
  readonly found: readonly Barcode[];
  /** Looks for a PDF417 in the image straightened, stretched, enlarged and completed: several times as dear. */
  readonly further: () => Promise<Barcode[]>;
}

/** PDF417 and QR codes. Throws refused with image_truncated or image_invalid. */
export async function searchBarcodes(bytes: Uint8Array): Promise<BarcodeSearch> {
  const { straight, scale } = await decodeStraight(bytes).catch(refuseUndecodable);
  const found = toBarcodes(await readCodes(straight), scale);
  return { found, further: () => searchFurther(straight) };
}

async function decodeStraight(bytes: Uint8Array): Promise<{ straight: GreyImage; scale: number }> {
  const image = openImage(bytes);
  const { autoOrient } = await image.metadata();
  const straight = await toGreyImage(
    image.autoOrient().resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true }),
  );
  return { straight, scale: straight.width / autoOrient.width };
}

/** Whether it is of the kind that licences have. */
export const isPdf417 = ({ format }: Pick<Barcode, 'format'>): boolean => format === 'PDF417';

/** Every code that can be read, however long it takes. */
export async function decodeBarcodes(bytes: Uint8Array): Promise<readonly Barcode[]> {
  const { found, further } = await searchBarcodes(bytes);
  return found.some(isPdf417) ? found : distinct([...found, ...(await further())]);
}

/** A QR code is easily read beside a PDF417 that is not, and does not end the search. */
async function searchFurther(straight: GreyImage): Promise<Barcode[]> {
  const found: Barcode[] = [];
  for (const attempt of attempts(straight, await measureSkew(straight))) {
    found.push(...toBarcodes(await readCodes(await attempt())));
    if (found.some(isPdf417)) return distinct(found);
  }
  return distinct([...found, ...toBarcodes(await readCutOff(straight))]);
}

/** A code is found again in each copy of the image. */
const distinct = (codes: readonly Barcode[]): Barcode[] =>
  codes.filter((code, i) => codes.findIndex((earlier) => isSameCode(earlier, code)) === i);

const isSameCode = (one: Barcode, other: Barcode): boolean =>
  one.format === other.format && Buffer.compare(one.bytes, other.bytes) === 0;

/** Symbols whose left end is cut off, whichever way round they are; small ones are enlarged first. */
async function readCutOff(grey: GreyImage): Promise<ReadResult[]> {
  const dark = darknessOf(grey.data);
  const large = grey.width < SMALL ? enlarge(grey) : grey;
  for (const quarters of [0, 1, 2, 3]) {
    const completed = await completeLeaning(rotateQuarters(large, quarters, 1), dark);
    const codes = completed ? await readCodes(quiet(completed)) : [];
    if (codes.some(isPdf417)) return codes;
  }
  return [];
}

/** Set upright first, by how the right end leans. */
async function completeLeaning(grey: GreyImage, dark: number): Promise<GreyImage | undefined> {
  const leaning = findStop(grey, dark);
  if (leaning === undefined) return undefined;
  const angle = (Math.atan(leaning.lean) * 180) / Math.PI;
  if (Math.abs(angle) < UPRIGHT) return completeSymbol(grey, leaning);
  const upright = await toGreyImage(fromGrey(grey).rotate(angle, { background: '#ffffff' }));
  const end = findStop(upright, dark);
  return end && completeSymbol(upright, end);
}

function attempts(grey: GreyImage, skew: number): (() => Promise<GreyImage>)[] {
  const turns = Math.abs(skew) > 0.7 ? [-skew * SKEW_BIAS, -skew, -skew * 0.85] : [];
  return [
    async () => quiet(grey),
    ...turns.map((angle) => () => toGreyImage(fromGrey(grey).rotate(angle, { background: '#ffffff' }))),
    async () => double(grey, 'across'),
    async () => quiet(negative(grey)),
    ...(grey.width < SMALL ? [async () => enlarge(grey)] : []),
  ];
}

/** Blurred first: the grid of JPEG blocks has edges of its own, and they are never askew. */
async function measureSkew(grey: GreyImage): Promise<number> {
  const reduced = fromGrey(grey)
    .resize({ width: Math.min(grey.width, SMALL) })
    .blur(1.6);
  return skewOf(await toGreyImage(reduced));
}

const quiet = (grey: GreyImage): GreyImage => onPaper(grey, QUIET, QUIET);

const enlarge = (grey: GreyImage): GreyImage => double(double(grey, 'across'), 'down');

const fromGrey = ({ data, width, height }: GreyImage): Sharp => sharp(data, { raw: { width, height, channels: 1 } });

async function toGreyImage(image: Sharp): Promise<GreyImage> {
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function readCodes(grey: GreyImage): Promise<ReadResult[]> {
  const results = await readBarcodes(toPortableGreymap(grey), {
    formats: ['PDF417', 'QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: false,
    tryDownscale: true,
    maxNumberOfSymbols: 16,
    textMode: 'Plain',
  });
  return results.filter(({ isValid }) => isValid);
}

/** The one form in which zxing takes a byte a pixel: four would have to be filled, copied and weighed again. */
const toPortableGreymap = ({ data, width, height }: GreyImage): Uint8Array =>
  Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), data]);

/** Joins the symbols of one message (structured append), in their order. */
function toBarcodes(results: readonly ReadResult[], scale?: number): Barcode[] {
  const alone = results.filter(({ sequenceSize }) => sequenceSize <= 0);
  const parts = results.filter(({ sequenceSize }) => sequenceSize > 0);
  const messages = new Set(parts.map(({ sequenceId }) => sequenceId));
  return [
    ...alone.map((result) => toBarcode(result, scale)),
    ...[...messages].map((id) => joinMessage(parts.filter(({ sequenceId }) => sequenceId === id))),
  ];
}

function joinMessage(results: readonly ReadResult[]): Barcode {
  const parts = results.toSorted((a, b) => a.sequenceIndex - b.sequenceIndex);
  const interpreted = parts.some(({ hasECI }) => hasECI);
  return {
    format: parts[0]!.format,
    text: interpreted ? joinParts(parts.map(({ bytesECI }) => bytesECI)) : parts.map(({ text }) => text).join(''),
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
  };
}

function toBarcode({ format, text, bytes, position }: ReadResult, scale?: number): Barcode {
  if (scale === undefined) return { format, text, bytes };
  const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
  return { format, text, bytes, polygon: corners.map(({ x, y }) => [Math.round(x / scale), Math.round(y / scale)]) };
}
