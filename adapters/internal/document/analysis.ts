/** Looks at one side of a document: each reader in the order of its cost, and only as far as a question is open. */
import type {
  DocumentEvidence,
  DocumentReading,
  DocumentRequest,
  FaceObservation,
  FieldReading,
  Polygon,
  TextLine,
} from '../../../src/provider/contract.js';
import { type AamvaDocument, parseAamva } from '../barcode/aamva.js';
import {
  type Barcode,
  type BarcodeSearch,
  decodeBarcodes,
  isPdf417,
  prepareBarcodes,
  searchBarcodes,
} from '../barcode/decoder.js';
import type { FaceReading } from '../face/reader.js';
import { measureGrainLoss } from '../forensics/grain.js';
import { judgeManipulation } from '../forensics/manipulation.js';
import { readHeader, refuseUndecodable } from '../image/intake.js';
import { perceptualHash } from '../image/perceptualHash.js';
import { type DecodedImage, decodeImage, type Pixels } from '../image/pixels.js';
import { MrzNet } from '../mrz/net.js';
import { holdAgainstPrint, type MrzReading } from '../mrz/judgement.js';
import { MrzReader } from '../mrz/reader.js';
import { TextDetector } from '../ocr/detection.js';
import { boxPolygon, type TextBox } from '../ocr/geometry.js';
import { TextRecogniser } from '../ocr/recognition.js';
import { THRESHOLDS } from '../thresholds.js';
import { findContradictions } from './contradictions.js';
import { isTwoSided, judgeFraming } from './framing.js';
import { judgeIdentityDocument, titleOf } from './identityDocument.js';
import { headings, otherLines, readLines } from './lines.js';
import { isUpsideDown, levelTurn, quartersFor, UprightPage } from './orientation.js';
import { readPrintedSide } from './print/reading.js';
import { barcodeReading, mrzReading } from './readings.js';
import { judgeCheckDigits, judgeDuplication, judgeWords } from './signals.js';
import { Stopwatch } from '../stopwatch.js';

/** Enough for the smallest print that OCR can read on a card that fills the picture. */
const DECODED_SIDE = 1600;
/** Enough for stamps and headings, which are all that is read where a code has said the rest. */
const HEADINGS_SIDE = 512;

export type ReadFace = (page: Pixels, print: readonly Polygon[]) => Promise<FaceReading>;

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
  async analyze(request: DocumentRequest, face: ReadFace): Promise<DocumentEvidence> {
    const { bytes } = request.image;
    const watch = new Stopwatch();
    const header = await readHeader(bytes);
    const image = await watch.time('decode', () =>
      decodeImage(bytes, { maxSide: DECODED_SIDE }).catch(refuseUndecodable),
    );
    const { boxes, zone, early } = await this.readCode(request, image, watch);
    const { type, side } = request;
    const known = isSure(early) || (side === 'BACK' && zone?.accepted === true);
    const { page, lines } = await watch.time('text', () => this.readText(image, boxes, zone, known));
    const print = lines.map(({ polygon }) => polygon);
    const mrz = heldAgainst(lines, zone);
    const isBare = !isSure(early) && !zone;
    const seenFace = mayBearFace(request, lines, isBare)
      ? await watch.time('face', () => face(page.pixels, print))
      : undefined;
    const portrait = side === 'FRONT' ? seenFace?.observation : undefined;
    const licence = early ?? (isBare && !portrait ? await this.findLate(request, watch) : undefined);
    const readings = this.collectReadings(request, lines, page, mrz, licence);
    const text = lines.map((line) => ({ ...line, polygon: page.toOriginal(line.polygon) }));
    const grain = measureGrainLoss(page.pixels, print, portrait?.box);
    const contradictions = findContradictions(lines, readings, this.now());
    const manipulation = await watch.time('forensics', () =>
      judgeManipulation(bytes, { header, grain, contradictions }),
    );
    const seen = { lines, type, side, mrz, licence: isSure(licence), portrait: portrait !== undefined };
    const framing = judgeFraming({ ...seen, face: seenFace, print }, page.pixels.width);
    return {
      signals: [
        judgeIdentityDocument({ ...seen, framing }),
        judgeWords(text, readings),
        manipulation,
        judgeDuplication(readings),
        judgeCheckDigits(mrz, type, side),
      ],
      readings,
      text,
      ...inOriginal(portrait, page),
      perceptualHash: perceptualHash(page.pixels),
      timings: watch.timings,
    };
  }

  /** Finds print, and in it the code or the zone that says what a document says; the cheapest look first. */
  private async readCode({ image: { bytes }, side }: DocumentRequest, image: DecodedImage, watch: Stopwatch) {
    const codes = side === 'BACK' ? await watch.time('barcode', () => searchBarcodes(bytes)) : undefined;
    const plain = codes && licenceIn(codes.found);
    const size = isSure(plain) ? HEADINGS_SIDE : undefined;
    const boxes = await watch.time('detection', () => this.detector.detect(image, size));
    const seenZone = isSure(plain) ? undefined : await watch.time('mrz', () => this.mrzReader.read(image, boxes));
    const settled = isSure(plain) || seenZone?.accepted === true;
    const further = settled ? undefined : await watch.time('barcode', () => findFurther(codes));
    const early = further ?? plain;
    const zone = isSure(early) ? undefined : seenZone;
    return { boxes, zone, early };
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

  /** A barcode on what should be a front, where that shows neither a zone nor a face. */
  private async findLate({ image, side }: DocumentRequest, watch: Stopwatch): Promise<Licence | undefined> {
    if (side === 'BACK') return undefined;
    return watch.time('barcode', async () => licenceIn(await decodeBarcodes(image.bytes)));
  }

  private collectReadings(
    request: DocumentRequest,
    lines: readonly TextLine[],
    page: UprightPage,
    mrz: MrzReading | undefined,
    licence: Licence | undefined,
  ): DocumentReading[] {
    const printed = isSure(licence) ? undefined : readPrintedSide(lines, request, titleOf(lines));
    return [
      ...(licence ? [barcodeReading(licence.barcode, licence.document)] : []),
      ...(mrz ? [mrzReading(mrz, zonePolygon(mrz, page), this.now())] : []),
      ...(printed ? [placed(printed, page)] : []),
    ];
  }
}

/** Fronts, and a back that shows no code and is headed as fronts are. */
const mayBearFace = ({ type, side }: DocumentRequest, lines: readonly TextLine[], isBare: boolean): boolean =>
  side === 'FRONT' || (isBare && isTwoSided(type) && titleOf(lines) !== undefined);

const heldAgainst = (lines: readonly TextLine[], zone: MrzReading | undefined): MrzReading | undefined =>
  zone && holdAgainstPrint(zone, lines);

/** It says whose it is: nothing else needs to be looked for. */
const isSure = (licence: Licence | undefined): boolean => licence?.document.accepted === true;

/** One that says whose it is, if there is any. */
function licenceIn(codes: readonly Barcode[]): Licence | undefined {
  const licences = codes.flatMap((barcode): Licence[] => {
    const document = parseAamva(barcode.text);
    return document ? [{ barcode, document }] : [];
  });
  return licences.find(isSure) ?? licences[0];
}

/** Where the PDF417 was found that licences have, there is no other. */
const findFurther = async (codes: BarcodeSearch | undefined): Promise<Licence | undefined> =>
  codes && !codes.found.some(isPdf417) ? licenceIn(await codes.further()) : undefined;

const inOriginal = (portrait: FaceObservation | undefined, page: UprightPage) =>
  portrait && { portrait: { ...portrait, box: page.toOriginal(portrait.box) } };

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
