/** Lines, strings and barcodes: what was read is what was written, or it is not. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Barcode } from '../../adapters/internal/barcode/decoder.js';
import type { ParsedMrz } from '../../adapters/internal/mrz/parse.js';
import { expectedAamva, isSameValue } from './aamva-truth.js';
import type { Answers } from './answers.js';
import { showControls } from './controls.js';
import { rate, type Case, type Measure } from './measure.js';
import { beside, readJson, readManifest, type Folder } from './tree.js';

const Lines = z.array(z.object({ lines: z.array(z.object({ file: z.string(), text: z.string() })) }));

export async function judgeLines(folder: Folder, answers: Answers): Promise<Measure[]> {
  const file = beside(folder, 'mrz_line_images.json');
  if (!existsSync(file)) return [];
  const lines = (await readJson(Lines, file)).flatMap((document) => document.lines);
  const cases = lines.map(({ file: image, text }): Case => {
    const path = beside(folder, image);
    const read = answers.lines.get(path);
    return { path, expected: text, read: read === '' ? undefined : read, right: read === text };
  });
  return [rate('mrzLines.rate', cases, 'cropped lines, exact')];
}

const Derived = z.record(z.string(), z.unknown());
const Strings = z.array(
  z.object({
    mrz: z.array(z.string()),
    well_formed: z.boolean(),
    all_check_digits_valid: z.boolean().nullish(),
    derived: Derived.nullish(),
  }),
);
/** What the truth says of the parsing itself, not of the document. */
const NO_FIELD = new Set(['format', 'problem', 'checks', 'allChecksValid', 'longDocumentNumber']);

export async function judgeParsing(folder: Folder, answers: Answers): Promise<Measure[]> {
  const file = beside(folder, 'mrz_strings.json');
  if (!existsSync(file)) return [];
  const cases = (await readJson(Strings, file)).map((truth): Case => {
    const parsed = answers.mrz.get(truth.mrz.join('\n'));
    const valid = truth.well_formed && truth.all_check_digits_valid === true;
    const faults = faultsOf(parsed, valid, truth.derived ?? {});
    const read = parsed && [...faults, ...parsed.problems].join('; ');
    return { expected: `${truth.mrz.join('\n')}\n${valid ? 'valid' : 'refused'}`, read, right: faults.length === 0 };
  });
  return [rate('mrzParse.rate', cases, 'strings taken or refused as is right, with the right fields')];
}

const bare = (value: unknown): string => (typeof value === 'string' ? value.replaceAll(/[<\s]+/g, ' ').trim() : '');

function faultsOf(parsed: ParsedMrz | undefined, valid: boolean, derived: Readonly<Record<string, unknown>>): string[] {
  if (!parsed) return ['unread'];
  if (parsed.valid !== valid) return [parsed.valid ? 'taken' : 'refused'];
  if (!valid) return [];
  const fields: Readonly<Record<string, string | undefined>> = parsed.fields;
  const differing = Object.keys(derived).filter(
    (name) => !NO_FIELD.has(name) && bare(fields[name]) !== bare(derived[name]),
  );
  return [
    ...(parsed.format === derived['format'] ? [] : [`format ${parsed.format ?? 'unknown'}`]),
    ...differing.map((name) => `${name}: ${fields[name] ?? ''} for ${String(derived[name])}`),
  ];
}

const Barcodes = z.object({ items: z.array(z.object({ file: z.string(), expected: z.unknown().optional() })) });
const Written = z.object({
  text: z.string().optional(),
  pdf417_text: z.string().optional(),
  bytes_base64: z.string().optional(),
  decoded_by_zxing_cpp: z.array(z.string()).optional(),
});

/** What an image says: exact bytes, or a text; undefined where nobody knows. */
function writtenOn(expected: unknown): { text: string; matches: (code: Barcode) => boolean } | undefined {
  const written = Written.safeParse(expected).data;
  if (written?.bytes_base64 !== undefined) {
    const bytes = Buffer.from(written.bytes_base64, 'base64');
    return { text: `${bytes.length} bytes`, matches: (code) => isPartOf(bytes, code.bytes) };
  }
  const text = written?.text ?? written?.pdf417_text ?? written?.decoded_by_zxing_cpp?.[0];
  return text === undefined ? undefined : { text, matches: (code) => sameText(text, code.text) };
}

/** An image whose truth nobody knows is no case. */
export async function judgeBarcodes(folder: Folder, answers: Answers): Promise<Measure[]> {
  const { items } = await readManifest(folder, Barcodes);
  const cases = items.flatMap(({ file, expected }): Case[] => {
    const written = writtenOn(expected);
    if (!written) return [];
    const path = beside(folder, file);
    const codes = answers.barcodes.get(path) ?? [];
    const read = codes.map((code) => showControls(code.text)).join('\n') || undefined;
    const polygons = codes.flatMap(({ polygon }) => (polygon ? [polygon] : []));
    return [{ path, expected: written.text, read, right: codes.some(written.matches), polygons }];
  });
  return cases.length === 0 ? [] : [rate('pdf417.rate', cases, 'images decoded to the exact text')];
}

/** A barcode in several parts has one truth for them all: a part of it must stand there as it is. */
const isPartOf = (whole: Buffer, part: Uint8Array): boolean =>
  part.length * 10 > whole.length && whole.includes(Buffer.from(part));

const sameText = (expected: string, read: string): boolean => expected === read || expected === showControls(read);

/** Of kind `payload`: a magnetic stripe is no barcode. */
const Payloads = z.array(z.object({ id: z.string(), kind: z.string(), raw_base64: z.string(), expected: z.unknown() }));

export async function judgeAamva(folder: Folder, answers: Answers): Promise<Measure[]> {
  const file = beside(folder, 'aamva_payloads.json');
  if (!existsSync(file)) return [];
  const payloads = (await readJson(Payloads, file)).filter(({ kind }) => kind === 'payload');
  const cases = payloads.flatMap(({ id, raw_base64: raw, expected }) => {
    const parsed = answers.aamva.get(raw);
    const readings: Readonly<Record<string, string | undefined>> = { ...parsed?.elements, ...parsed?.fields };
    return [...expectedAamva(expected)].map(([name, value]): Case => {
      const read = readings[name];
      const right = isSameValue(name, read ?? '', value);
      return { expected: `${id} ${name}: ${value}`, read, right };
    });
  });
  return [rate('aamva.rate', cases, 'fields of raw payloads')];
}
