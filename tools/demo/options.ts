/** What the tour was asked to do. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { drawSpecimen, SPECIMEN_TYPES, type SpecimenType } from '../specimen/documents.js';
import { selfie } from '../specimen/faces.js';

export const USAGE = `npm run demo -- [options]

Walks through one verification of a person, against a running gateway or one that it starts and ends.

  --front FILE     the front of a document (JPEG, PNG or WebP)
  --back FILE      its back; not for passports
  --selfie FILE    a photo of the person
  --type TYPE      DRIVER_LICENSE (default), IDENTIFICATION_CARD, IDENTITY_CARD, RESIDENCE_PERMIT, PASSPORT, PASSPORT_CARD
  --country CODE   the issuing country, e.g. ES; it is kept with the session's metadata
  --url URL        a gateway that runs already, e.g. http://localhost:4000 (or PROOFGATE_URL)
  --key KEY        an operator key of it (or PROOFGATE_KEY)
  --help           this text

Without --front it draws a document of nobody, of one of these types: ${SPECIMEN_TYPES.join(', ')}.
`;

const DOCUMENT_TYPES = [...SPECIMEN_TYPES, 'IDENTIFICATION_CARD', 'RESIDENCE_PERMIT', 'PASSPORT_CARD'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export interface Pictures {
  readonly front: Uint8Array;
  readonly back?: Uint8Array;
  readonly selfie: Uint8Array;
}
export interface DemoOptions {
  readonly help: boolean;
  readonly type: DocumentType;
  readonly country: string | undefined;
  readonly gateway: { readonly url: string; readonly key: string } | undefined;
  readonly isDrawn: boolean;
  readonly pictures: () => Promise<Pictures>;
}

/** A wish that cannot be met, in a line for the person who typed it. */
export class UsageError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;
interface Files {
  readonly front: string;
  readonly back: string | undefined;
  readonly selfie: string | undefined;
}

/** @throws UsageError */
export function parseOptions(args: readonly string[], env: Environment, today: Date): DemoOptions {
  const values = read(args);
  const type = DOCUMENT_TYPES.find((known) => known === (values.type ?? 'DRIVER_LICENSE').toUpperCase());
  if (!type) throw new UsageError(`--type must be one of ${DOCUMENT_TYPES.join(', ')}`);
  if (!values.front && (values.back || values.selfie)) throw new UsageError('--back and --selfie need --front');
  if (values.country && !/^[A-Za-z]{2}$/.test(values.country)) throw new UsageError('--country must be two letters');
  const { front } = values;
  return {
    help: values.help ?? false,
    type,
    country: values.country?.toUpperCase(),
    gateway: gatewayOf(values.url ?? env['PROOFGATE_URL'], values.key ?? env['PROOFGATE_KEY']),
    isDrawn: !front,
    pictures: async () =>
      front ? fromFiles(type, { front, back: values.back, selfie: values.selfie }) : drawn(type, today),
  };
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { front: text, back: text, selfie: text, type: text, country: text, url: text, key: text };
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function gatewayOf(url: string | undefined, key: string | undefined): DemoOptions['gateway'] {
  if (!url && !key) return undefined;
  if (!url || !key) throw new UsageError('--url and --key belong together (PROOFGATE_URL, PROOFGATE_KEY)');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError('--url must begin with http:// or https://');
  return { url: url.replace(/\/+$/, ''), key };
}

async function drawn(type: DocumentType, today: Date): Promise<Pictures> {
  const specimen = SPECIMEN_TYPES.find((known): known is SpecimenType => known === type);
  if (!specimen) throw new UsageError(`There is no specimen of ${type}: give --front, or ${SPECIMEN_TYPES.join(', ')}`);
  const { front, back } = await drawSpecimen(specimen, today);
  return { front, ...(back && { back }), selfie: await selfie() };
}

async function fromFiles(type: DocumentType, { front, back, selfie: person }: Files): Promise<Pictures> {
  if (!person) throw new UsageError('--front needs --selfie');
  if (type !== 'PASSPORT' && !back) throw new UsageError(`A ${type} has a back: give --back`);
  const sides = { front: await open(front), selfie: await open(person) };
  return back ? { ...sides, back: await open(back) } : sides;
}

async function open(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new UsageError(`Cannot read ${path}`);
  });
}
