import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { DomainError } from '../../shared/errors.js';

/** What a request says that it brings; undefined where it does not say. */
export function announcedBytes({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** @throws DomainError PAYLOAD_TOO_LARGE, or BAD_REQUEST where the rest never came */
export function readText(request: IncomingMessage, most: number): Promise<string> {
  if ((announcedBytes(request) ?? 0) > most) return Promise.reject(new DomainError('PAYLOAD_TOO_LARGE'));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) chunks.push(chunk);
      else reject(new DomainError('PAYLOAD_TOO_LARGE'));
    });
    request.on('end', () => resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? ''));
    request.on('error', () => reject(new DomainError('BAD_REQUEST', { message: 'The request was broken off' })));
  });
}

/**
 * Reads the rest of a request whose answer is ready, or its sender could not hear the answer for its own sending.
 * Whoever sends without end is cut off.
 */
export async function readPast(request: IncomingMessage, most: number): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  endAfter(request, most);
  request.resume();
  await finished(request, { writable: false }).catch(() => undefined);
}

/** Cuts a request off that brings more than so many further bytes. */
export function endAfter(request: IncomingMessage, most: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) request.destroy();
  });
}
