import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobOf, bomb, picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { readyForImages, type Subject } from '../support/subject.js';

let gateway: Gateway;
let subject: Subject;
beforeAll(async () => {
  gateway = await Gateway.start();
  subject = await readyForImages(gateway);
});
afterAll(() => gateway.close());

const truncated = async (): Promise<Blob> =>
  blobOf(new Uint8Array(await (await picture()).arrayBuffer()).subarray(0, 4000));
const text = async (): Promise<Blob> => new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], { type: 'image/jpeg' });
const tooLong = async (): Promise<Blob> => new Blob([new Uint8Array(10 * 1024 * 1024 + 1)], { type: 'image/jpeg' });
const disguised = async (): Promise<Blob> =>
  new Blob([await (await picture('gif')).arrayBuffer()], { type: 'image/png' });

describe('images that are taken', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('takes %s', async (format) => {
    const { sessionId, headers } = await readyForImages(gateway);
    const { addDocumentFront } = await gateway.get(
      api.AddFrontDocument,
      { sessionId, image: await picture(format) },
      headers,
    );
    expect(addDocumentFront.capture).toMatchObject({ contentType: `image/${format}`, width: 640, height: 640 });
    expect(addDocumentFront.session.documentFrontGiven).toBe(true);
  });
});

describe('images that are refused', () => {
  it.each([
    ['what is no image', text, 'IMAGE_INVALID'],
    ['a truncated image', truncated, 'IMAGE_INVALID'],
    ['more than 10 MiB', tooLong, 'PAYLOAD_TOO_LARGE'],
    ['a decompression bomb', bomb, 'PAYLOAD_TOO_LARGE'],
    ['a GIF that calls itself PNG', disguised, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a TIFF', () => picture('tiff'), 'UNSUPPORTED_MEDIA_TYPE'],
  ])('refuses %s and stores nothing', async (_name, make, code) => {
    const { sessionId, headers } = subject;
    const stored = () => readdir(join(gateway.folder, 'blobs'), { recursive: true });
    const before = await stored();
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image: await make() }, headers)).toBe(code);
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(verificationSession).toMatchObject({ captures: [], documentFrontGiven: false });
    expect(await stored()).toEqual(before);
  });

  it('refuses a form of another site', async () => {
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: '{ __typename }' }));
    form.set('map', '{}');
    const response = await fetch(`${gateway.address}/graphql`, { method: 'POST', body: form });
    expect(response.status).toBe(400);
  });
});
