/** Looks at one side of a document: each reader in the order of its cost, and only as far as a question is open. */
import type {
  DocumentEvidence,
  DocumentReading,
  DocumentRequest,
  FaceObservation,
  FieldReading,
  TextLine,
} from '../../../src/provider/contract.js';
import { type AamvaDocument, parseAamva } from '../barcode/aamva.js';
import { type Barcode, decodeBarcodes, prepareBarcodes } from '../barcode/decoder.js';
import { judgeManipulation } from '../forensics/manipulation.js';
import { readHeader, refuseUndecodable } from '../image/intake.js';
import { type DecodedImage, decodeImage, type Pixels } from '../image/pixels.js';
import { MrzNet } from '../mrz/net.js';
import { MrzReader, type MrzReading } from '../mrz/reader.js';
import { TextDetector } from '../ocr/detection.js';
import { boxPolygon, type TextBox } from '../ocr/geometry.js';
import { TextRecogniser } from '../ocr/recognition.js';
import { THRESHOLDS } from '../thresholds.js';
import { judgeIdentityDocument, titleOf } from './identityDocument.js';
import { headings, otherLines, readLines } from './lines.js';
import { isUpsideDown, levelTurn, quartersFor, UprightPage } from './orientation.js';
import { readPrintedSide } from './print/reading.js';
import { barcodeReading, mrzReading } from './readings.js';
import { judgeCheckDigits, judgeDuplication, judgeWords } from './signals.js';
import { Stopwatch } from '../stopwatch.js';

/** Enough for the smallest print that OCR can read on a card that fills the picture. */
const DECODED_SIDE = 1600;
/** A front with fewer lines than this may be a back: its barcode is looked for too. */
const FEW_LINES = 4;

export type FaceReader = (pixels: Pixels) => Promise<FaceObservation | undefined>;

interface Licence {
  readonly barcode: Barcode;
  readonly document: AamvaDocument;
}

export async function createDocumentReader(now: () => Date = () => new Date()): Promise<DocumentReader> {
  const [detector, recogniser, net] = await Promise.all([
    TextDetector.create(),
    TextRecogniser.create(),
    MrzNet.create(),
    prepareBarcodes(),
  ]);
  return new DocumentReader(detector, recogniser, new MrzReader(net), now);
}

export class DocumentReader {
  constructor(
    private readonly detector: TextDetector,
    private readonly recogniser: TextRecogniser,
    private readonly mrzReader: MrzReader,
    private readonly now: () => Date,
  ) {}

  /** Throws refused as `inspectImage` does. Polygons are in the pixels of the original, EXIF-upright image. */
  async analyze(request: DocumentRequest, face: FaceReader): Promise<DocumentEvidence> {
    const { bytes } = request.image;
    const watch = new Stopwatch();
    const header = await readHeader(bytes);
    const image = await watch.time('decode', () =>
      decodeImage(bytes, { maxSide: DECODED_SIDE }).catch(refuseUndecodable),
    );
    const early = request.side === 'BACK' ? await watch.time('barcode', () => findLicence(bytes)) : undefined;
    const boxes = await watch.time('detection', () => this.detector.detect(image));
    const mrz = early ? undefined : await watch.time('mrz', () => this.mrzReader.read(image, boxes));
    const known = early !== undefined || (request.side === 'BACK' && mrz?.accepted === true);
    const { page, lines } = await watch.time('text', () => this.readText(image, boxes, mrz, known));
    const late = request.side === 'FRONT' && mrz === undefined && lines.length < FEW_LINES;
    const licence = early ?? (late ? await watch.time('barcode', () => findLicence(bytes)) : undefined);
    const portrait = await watch.time('face', () => this.findPortrait(page, request, face));
    const readings = this.collectReadings(request, lines, page, mrz, licence);
    const text = lines.map((line) => ({ ...line, polygon: page.toOriginal(line.polygon) }));
    const manipulation = await watch.time('forensics', () => judgeManipulation(bytes, header));
    const { type, side } = request;
    const seen = { lines, side, mrz, licence: licence !== undefined, portrait: portrait !== undefined };
    return {
      signals: [
        judgeIdentityDocument(seen),
        judgeWords(text, readings),
        manipulation,
        judgeDuplication(readings),
        judgeCheckDigits(mrz, type, side),
      ],
      readings,
      text,
      ...(portrait && { portrait }),
      timings: watch.timings,
    };
  }

  /** Sets the page upright and reads its print; where that reads badly, the other way round may read better. */
  private async readText(
    image: DecodedImage,
    boxes: readonly TextBox[],
    mrz: MrzReading | undefined,
    known: boolean,
  ): Promise<{ page: UprightPage; lines: TextLine[] }> {
    const others = otherLines(boxes, mrz?.boxes ?? []);
    const wanted = known ? headings(others) : others;
    const [zone] = mrz?.boxes ?? [];
    const quarters = zone ? quartersFor(zone.angle) : levelTurn(boxes);
    const page = new UprightPage(image, quarters);
    const turned = wanted.map((box) => page.turn(box));
    const lines = await readLines(page, turned, this.recogniser);
    const readable = lines.filter(({ confidence }) => confidence >= THRESHOLDS.text.readable).length;
    if (zone !== undefined || readable * 2 >= turned.length) return { page, lines };
    if (!(await isUpsideDown(page.pixels, turned, this.recogniser))) return { page, lines };
    const flipped = new UprightPage(image, quarters === 0 ? 2 : 3);
    const again = wanted.map((box) => flipped.turn(box));
    return { page: flipped, lines: await readLines(flipped, again, this.recogniser) };
  }

  private async findPortrait(
    page: UprightPage,
    request: DocumentRequest,
    face: FaceReader,
  ): Promise<FaceObservation | undefined> {
    if (request.side === 'BACK') return undefined;
    const found = await face(page.pixels);
    return found && { ...found, box: page.toOriginal(found.box) };
  }

  private collectReadings(
    request: DocumentRequest,
    lines: readonly TextLine[],
    page: UprightPage,
    mrz: MrzReading | undefined,
    licence: Licence | undefined,
  ): DocumentReading[] {
    const printed = licence ? undefined : readPrintedSide(lines, request, titleOf(lines));
    return [
      ...(licence ? [barcodeReading(licence.barcode, licence.document)] : []),
      ...(mrz ? [mrzReading(mrz, zonePolygon(mrz, page), this.now())] : []),
      ...(printed ? [placed(printed, page)] : []),
    ];
  }
}

async function findLicence(bytes: Uint8Array): Promise<Licence | undefined> {
  for (const barcode of await decodeBarcodes(bytes)) {
    const document = parseAamva(barcode.text);
    if (document !== undefined) return { barcode, document };
  }
  return undefined;
}

/** The same reading with its places in the original image. */
function placed(reading: DocumentReading, page: UprightPage): DocumentReading {
  const fields = Object.entries(reading.fields).map(([name, field]): [string, FieldReading] => [
    name,
    field.polygon ? { ...field, polygon: page.toOriginal(field.polygon) } : field,
  ]);
  return { ...reading, fields: Object.fromEntries(fields) };
}

/** From the first line's left to the last line's right end. */
function zonePolygon(mrz: MrzReading, page: UprightPage): DocumentReading['polygon'] & object {
  const first = boxPolygon(page.turn(mrz.boxes[0]!), 1);
  const last = boxPolygon(page.turn(mrz.boxes.at(-1)!), 1);
  return page.toOriginal([first[0]!, first[1]!, last[2]!, last[3]!]);
}
