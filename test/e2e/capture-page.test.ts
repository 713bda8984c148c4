import { buildSchema, parse, validate } from 'graphql';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator, sdk } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture } from '../support/scoring.js';
import { openSession } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

async function linkTo(sessionId: string): Promise<URL> {
  const { createCaptureLink } = await gateway.get(api.CreateCaptureLinkDocument, { sessionId }, operator);
  return new URL(createCaptureLink.url);
}
const pageOf = async (path: string) => fetch(`${gateway.address}${path}`);

describe('the page behind a capture link', () => {
  it('is served with all its parts, runs nothing but its own script, and is told to nobody', async () => {
    const link = await linkTo((await openSession(gateway)).sessionId);
    const page = await fetch(link);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none';script-src 'self'/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await page.text();
    expect(html).not.toMatch(/<script>|<style>|\sstyle=|\son\w+=/);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toEqual(['/capture.css', '/capture.js']);
    for (const path of parts) expect((await pageOf(path)).status, path).toBe(200);
  });

  it('asks for what the schema has', async () => {
    const script = await (await pageOf('/capture.js')).text();
    const schema = buildSchema(await readFile('schema/schema.graphql', 'utf8'));
    const operations = [...script.matchAll(/= `((?:query|mutation) [^`]+)`/g)].map(([, text = '']) => text);
    expect(operations).toHaveLength(9);
    for (const text of operations) expect(validate(schema, parse(text)), text).toEqual([]);
  });

  it('brings a token with which the phone hands in evidence, for this session alone', async () => {
    const [{ sessionId }, other] = [await openSession(gateway), await openSession(gateway)];
    const secret = new URLSearchParams((await linkTo(sessionId)).hash.slice(1));
    expect(secret.get('session')).toBe(sessionId);
    const phone = sdk(secret.get('token') ?? '', secret.get('client') ?? '');
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, phone);
    await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, phone);
    await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, phone);
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(verificationSession?.captures).toMatchObject([{ fileType: 'PASSPORT_FRONT' }]);
    const stolen = { sessionId: other.sessionId, consented: true };
    expect(await gateway.refusal(api.GiveConsentDocument, stolen, phone)).toBe('NOT_FOUND');
  });

  it('is made for open sessions alone', async () => {
    const { sessionId } = await openSession(gateway);
    await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    const asked = gateway.refusal(api.CreateCaptureLinkDocument, { sessionId }, operator);
    expect(await asked).toBe('SESSION_NOT_OPEN');
  });
});
