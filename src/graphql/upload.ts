import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { Upload as PendingUpload } from 'graphql-upload-ts';
import type { FileUpload } from 'graphql-upload-ts';
import { DomainError } from '../shared/errors.js';

/** A file of a multipart request, while the request lasts. */
export interface UploadedFile {
  readonly filename: string;
  /** What the client says that it is: not to be believed. */
  readonly mimetype: string;
  /** @throws DomainError PAYLOAD_TOO_LARGE, or BAD_REQUEST where the rest of it never came */
  bytes(): Promise<Buffer>;
}

interface FileKey {
  readonly secret: Buffer;
  readonly iv: Buffer;
}
const keys = new WeakMap<object, FileKey>();

/**
 * graphql-upload-ts keeps a file in the folder of temporary files until its request is answered. This makes what it
 * writes there unreadable: the stream is enciphered on its way, under a key that exists in memory alone.
 */
export function sealOnTheWay(file: Readable): void {
  const key = { secret: randomBytes(32), iv: randomBytes(16) };
  file.pipe = (destination, options) => {
    keys.set(destination, key);
    const cipher = createCipheriv('aes-256-ctr', key.secret, key.iv);
    Readable.prototype.pipe.call(file, cipher);
    return cipher.pipe(destination, options);
  };
}

/** Becomes a `Promise<UploadedFile>`. */
export const Upload = new GraphQLScalarType<Promise<UploadedFile>, never>({
  name: 'Upload',
  description: 'A file of a multipart request (graphql-multipart-request-spec).',
  specifiedByURL: 'https://github.com/jaydenseric/graphql-multipart-request-spec',
  parseValue(input) {
    if (!(input instanceof PendingUpload)) throw new GraphQLError('Expected Upload: a file of a multipart request.');
    const file = input.promise.then(uploadedFile, refused);
    file.catch(() => undefined); // a resolver that refuses first never looks at it
    return file;
  },
  parseLiteral() {
    throw new GraphQLError('An Upload is given as a variable.');
  },
  serialize() {
    throw new TypeError('An Upload is never given out');
  },
});

/** The bytes of a file, once somebody wants them. */
export const readerOf = (file: Promise<UploadedFile>) => async (): Promise<Buffer> => (await file).bytes();

const uploadedFile = (file: FileUpload): UploadedFile => ({
  filename: file.filename,
  mimetype: file.mimetype,
  async bytes() {
    const key = keys.get(file.capacitor);
    if (!key) throw new Error('A file was stored without its key');
    const decipher = createDecipheriv('aes-256-ctr', key.secret, key.iv);
    const chunks: Buffer[] = [];
    try {
      const sealed: AsyncIterable<Buffer> = file.createReadStream();
      for await (const chunk of sealed) chunks.push(decipher.update(chunk));
    } catch (error) {
      refused(error);
    }
    return Buffer.concat(chunks);
  },
});

/**
 * Rethrows what graphql-upload-ts and its parser found wrong with a request as a refusal. The parser's own errors bear
 * neither a status nor a code; those of the file system bear a code, and are ours.
 */
export function refused(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const status = 'status' in error ? error.status : undefined;
  if (status === 413) throw new DomainError('PAYLOAD_TOO_LARGE', { cause: error });
  if (status === undefined && 'code' in error) throw error;
  throw new DomainError('BAD_REQUEST', { message: 'The multipart request is malformed or broken off', cause: error });
}
