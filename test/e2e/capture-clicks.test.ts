import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { selfie } from '../../tools/specimen/faces.js';
import { Chromium, CHROMIUM } from '../support/chromium.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

const isMissing = !existsSync(CHROMIUM);
let gateway: Gateway;
let browser: Chromium | undefined;
let folder: string;
beforeAll(async () => {
  if (isMissing) return;
  gateway = await Gateway.start();
  folder = await mkdtemp(join(tmpdir(), 'proofgate-pictures-'));
  const { front, back } = await drawSpecimen('IDENTITY_CARD', new Date());
  const pictures = { front, back: back ?? front, face: await selfie() };
  for (const [name, bytes] of Object.entries(pictures)) await writeFile(join(folder, `${name}.jpg`), bytes);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const STEP = `(() => {
  const form = document.getElementById('step');
  return {
    said: document.getElementById('status').textContent,
    isAsking: form.querySelector('button:enabled') !== null,
    files: form.querySelectorAll('input[type=file]').length,
  };
})()`;
interface Step {
  readonly said: string;
  readonly isAsking: boolean;
  readonly files: number;
}

/** Does what the page asks for until it thanks; returns all that it said. */
async function follow(page: Chromium): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const { said, isAsking, files } = (await page.evaluate(STEP)) as Step;
    if (said !== all.at(-1)) all.push(said);
    if (said.startsWith('Thank you')) return all;
    if (isAsking) await answer(page, said, files);
    else await wait(100);
  }
}

async function answer(page: Chromium, said: string, files: number): Promise<void> {
  const picture = ['front', 'back', 'face'].find((name) => said.includes(name)) ?? '';
  for (let n = 0; n < files; n++)
    await page.pick(`document.querySelectorAll('input[type=file]')[${n}]`, join(folder, `${picture}.jpg`));
  await page.evaluate(`for (const box of document.querySelectorAll('input[type=checkbox]')) box.checked = false`);
  await page.evaluate(`for (const list of document.querySelectorAll('select')) list.value = 'IDENTITY_CARD'`);
  await page.evaluate(`document.querySelector('#step button').click()`);
}

describe.skipIf(isMissing)(
  `the page behind a capture link, in a browser ${isMissing ? '(wants Chromium)' : ''}`,
  () => {
    it('leads from the consent to the end of the session', async () => {
      const { sessionId } = await openSession(gateway, { settings: { performOfacTest: false } });
      const { createCaptureLink } = await gateway.get(api.CreateCaptureLinkDocument, { sessionId }, operator);
      browser = await Chromium.open('about:blank');
      const place = { latitude: 40.4, longitude: -3.7, accuracy: 10 };
      await browser.send('Browser.grantPermissions', { permissions: ['geolocation'] });
      await browser.send('Emulation.setGeolocationOverride', place);
      await browser.send('Page.navigate', { url: createCaptureLink.url });
      await expect.poll(() => browser?.evaluate(`document.getElementById('step') !== null`)).toBe(true);

      const steps = (await follow(browser)).filter((said) => said !== 'One moment…');

      expect(steps.filter((said) => !said.startsWith('The picture could be better'))).toEqual([
        'Pictures of your document and of your face will be taken to verify who you are.',
        'Which document do you have with you?',
        'Take a picture of the front of your document.',
        'Take a picture of the back of your document.',
        'Take a picture of your face.',
        'Thank you. You can close this page.',
      ]);
      const read = async () =>
        (await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator)).verificationSession;
      await expect.poll(async () => (await read())?.status, { timeout: 60_000 }).toBe('COMPLETE');
      expect((await read())?.captures.map(({ fileType }) => fileType)).toEqual(
        expect.arrayContaining(['IDENTITY_CARD_FRONT', 'IDENTITY_CARD_BACK']),
      );
    }, 180_000);
  },
);
