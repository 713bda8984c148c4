import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession, readyForImages } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

const read = (id: string, headers = {}) => gateway.ask(api.ReadSessionDocument, { id }, headers);

describe('who may see what', () => {
  it('wants credentials, and tells nothing of wrong ones', async () => {
    const { sessionId, headers } = await openSession(gateway);
    for (const wrong of [
      {},
      { authorization: 'Bearer sk_test_somebody_else_123' },
      { authorization: 'Basic abc' },
      { ...headers, 'x-client-id': '019f0000-0000-7000-8000-000000000000' },
      { authorization: `${headers['authorization']}x`, 'x-client-id': headers['x-client-id'] ?? '' },
    ])
      expect((await read(sessionId, wrong)).errors?.[0]).toMatchObject({
        message: 'Missing or unknown credentials.',
        extensions: { code: 'UNAUTHENTICATED' },
      });
  });

  it('gives the SDK its own session alone, without what operators see', async () => {
    const mine = await openSession(gateway);
    const other = await openSession(gateway);
    expect((await read(other.sessionId, mine.headers)).data?.verificationSession).toBeNull();
    expect(
      await gateway.refusal(api.GiveConsentDocument, { sessionId: other.sessionId, consented: true }, mine.headers),
    ).toBe('NOT_FOUND');
    const { data } = await read(mine.sessionId, mine.headers);
    expect(data?.verificationSession).toMatchObject({ organization: null, score: null, tests: null, history: null });
    expect(await gateway.refusal(api.MeDocument, {}, mine.headers)).toBe('FORBIDDEN');
    expect(await gateway.refusal(api.CreateSessionDocument, { input: {} }, mine.headers)).toBe('FORBIDDEN');
  });

  it('answers for ids that are none as for those of nobody', async () => {
    for (const id of ['', '1', "' or 1=1 --", '019f0000-0000-7000-8000-000000000000'])
      expect((await read(id, operator)).data).toEqual({ verificationSession: null });
  });
});

describe('what lies on the disk', () => {
  it('holds no image, name or number in the clear', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT', { externalId: 'Konstantinopel-4711' });
    const image = await picture();
    await gateway.get(api.AddFrontDocument, { sessionId, image }, headers);
    const needle = Buffer.from(await image.arrayBuffer()).subarray(200, 232);
    const files = (await readdir(gateway.folder, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    expect(files.some(({ parentPath }) => parentPath.endsWith(join('blobs', 'demo')))).toBe(true);
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      expect(bytes.includes(needle), `${name} holds an image`).toBe(false);
      expect(bytes.includes('Konstantinopel-4711'), `${name} holds a personal id`).toBe(false);
    }
  });
});
