import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { processRequest } from 'graphql-upload-ts';
import { refused, sealOnTheWay } from '../../graphql/upload.js';
import { DomainError } from '../../shared/errors.js';
import { announcedBytes, endAfter } from './body.js';

export interface UploadLimits {
  /** Bytes of one uploaded file. */
  readonly fileSize: number;
  /** Uploaded files a request. */
  readonly files: number;
  /** Bytes of all requests with files that are under way at once. */
  readonly uploadsUnderWay: number;
}

/** Bytes of `operations` and of `map`. */
const FIELD_SIZE = 256 * 1024;

/** Bytes of the largest request that is read at all. */
export const largestUpload = (limits: UploadLimits): number => limits.files * limits.fileSize + 4 * FIELD_SIZE;

/** Reads requests that bring files (GraphQL multipart request specification). */
export class Uploads {
  private underWay = 0;

  constructor(private readonly limits: UploadLimits) {}

  /**
   * The operation with its files, which may still be on their way.
   * @throws DomainError PAYLOAD_TOO_LARGE, RATE_LIMITED while too many others are under way, BAD_REQUEST
   */
  async read(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const most = largestUpload(this.limits);
    const announced = announcedBytes(request) ?? most;
    if (announced > most) throw new DomainError('PAYLOAD_TOO_LARGE');
    this.reserve(announced, response);
    sealFiles(request);
    const { fileSize, files: maxFiles } = this.limits;
    const maxFileSize = fileSize + 1; // a file that reaches the parser's limit counts as cut
    const operations = processRequest(request, response, { maxFileSize, maxFiles, maxFieldSize: FIELD_SIZE });
    endAfter(request, most);
    return operations.catch(refused);
  }

  private reserve(bytes: number, response: ServerResponse): void {
    if (this.underWay + bytes > this.limits.uploadsUnderWay) throw new DomainError('RATE_LIMITED', { retryAfter: 1 });
    this.underWay += bytes;
    response.once('close', () => {
      this.underWay -= bytes;
    });
  }
}

/** processRequest pipes the body into a parser of its own: here the parser's files are sealed before they are stored. */
function sealFiles(request: IncomingMessage): void {
  const pipe = request.pipe.bind(request);
  request.pipe = (parser, options) => {
    parser.prependListener('file', (_field: string, file: Readable) => sealOnTheWay(file));
    return pipe(parser, options);
  };
}
