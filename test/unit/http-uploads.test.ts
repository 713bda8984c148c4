import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';

let library: Library;
let folder: string;
const usualFolder = process.env['TMPDIR'];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  process.env['TMPDIR'] = folder; // where graphql-upload-ts keeps files
  library = await startLibrary();
});
afterAll(async () => {
  await library.close();
  if (usualFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usualFolder;
  await rm(folder, { recursive: true });
});

const PREFLIGHT = { ...KEY, 'apollo-require-preflight': 'true' };
const MEBIBYTE = 1024 * 1024;

function form(query: string, variables: object, map: Record<string, string[]>, files: Record<string, Blob | string>) {
  const data = new FormData();
  data.append('operations', JSON.stringify({ query, variables }));
  data.append('map', JSON.stringify(map));
  for (const [name, file] of Object.entries(files))
    data.append(name, typeof file === 'string' ? new Blob([file]) : file, `${name}.bin`);
  return data;
}
const sizes = (files: (Blob | string)[]) =>
  form(
    'mutation ($files: [Upload!]!) { sizes(files: $files) }',
    { files: files.map(() => null) },
    Object.fromEntries(files.map((_, index) => [`f${index}`, [`variables.files.${index}`]])),
    Object.fromEntries(files.map((file, index) => [`f${index}`, file])),
  );

async function send(body: FormData, headers: Record<string, string> = PREFLIGHT) {
  const response = await fetch(library.graphql, { method: 'POST', headers, body });
  const answer = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { status: response.status, data: answer.data, code: answer.errors?.[0]?.extensions.code };
}

const TEXT = 'mutation ($file: Upload) { text(file: $file) }';
const oneText = (content: string) => form(TEXT, { file: null }, { f: ['variables.file'] }, { f: content });

/** A request as it stands on the wire, up to where the bytes of its file begin. */
const opened = () =>
  [
    ['operations', JSON.stringify({ query: TEXT, variables: { file: null } })],
    ['map', JSON.stringify({ f: ['variables.file'] })],
  ]
    .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')
    .concat('--x\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\n');

describe('a multipart request', () => {
  it('brings files, whole and in order', async () => {
    expect(await send(oneText('Alpha file content.\n'))).toMatchObject({
      status: 200,
      data: { text: 'Alpha file content.\n' },
    });
    const many = ['', 'x'.repeat(70_000), 'x'.repeat(3 * MEBIBYTE)];
    expect((await send(sizes(many))).data).toEqual({ sizes: [0, 70_000, 3 * MEBIBYTE] });
    const cover = 'mutation ($input: CoverInput!) { cover(input: $input) }';
    const nested = form(cover, { input: { image: null } }, { f: ['variables.input.image'] }, { f: 'abc' });
    expect((await send(nested)).data).toEqual({ cover: 'FRONT f.bin 3' });
  });

  it('is refused before anything is read where a foreign page could have sent it', async () => {
    library.witness.bytesRead = 0;
    expect(await send(oneText('a'), KEY)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(library.witness.bytesRead).toBe(0);
    expect(await send(oneText('a'), { ...KEY, 'x-apollo-operation-name': 'Text' })).toMatchObject({ status: 200 });
  });

  it('is refused before anything is read where credentials are wrong', async () => {
    const wrong = { ...PREFLIGHT, authorization: 'Bearer sk_test_wrong' };
    expect(await send(sizes(['x'.repeat(MEBIBYTE)]), wrong)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes 10 MiB a file and not a byte more', async () => {
    const most = new Blob([new Uint8Array(10 * MEBIBYTE)]);
    expect((await send(sizes([most]))).data).toEqual({ sizes: [10 * MEBIBYTE] });
    const more = new Blob([new Uint8Array(10 * MEBIBYTE + 1)]);
    expect(await send(sizes([more]))).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  it('takes seven files', async () => {
    expect((await send(sizes(Array.from({ length: 7 }, () => 'x')))).data).toEqual({ sizes: [1, 1, 1, 1, 1, 1, 1] });
    expect(await send(sizes(Array.from({ length: 8 }, () => 'x')))).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('is refused where it announces more than it may bring', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { ...PREFLIGHT, 'content-type': 'multipart/form-data; boundary=x', 'content-length': 10 ** 9 };
      const sent = request(library.graphql, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('--x\r\n');
    });
    expect(status).toBe(413);
  });

  it.each([
    ['a file that the map promises', form(TEXT, { file: null }, { f: ['variables.file'] }, {})],
    [
      'a map',
      (() => {
        const data = new FormData();
        data.append('operations', JSON.stringify({ query: '{ open }' }));
        return data;
      })(),
    ],
    ['operations', new FormData()],
  ])('is refused without %s', async (_name, body) => {
    expect(await send(body)).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it.each([
    ['ends in the middle of a head', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form'],
    ['ends in the middle of a file', 'multipart/form-data; boundary=x', `${opened()}half`],
    [
      'ends its lines by LF alone',
      'multipart/form-data; boundary=x',
      `${opened()}whole\r\n--x--\r\n`.replaceAll('\r', ''),
    ],
    ['names no boundary', 'multipart/form-data', 'x'],
    ['is empty', 'multipart/form-data; boundary=x', ''],
  ])('is refused where it %s', async (_name, type, body) => {
    const headers = { ...PREFLIGHT, 'content-type': type };
    const response = await fetch(library.graphql, { method: 'POST', headers, body });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('BAD_REQUEST');
    expect(library.logged).toEqual([]);
  });

  it('is answered where the resolver refuses without reading', async () => {
    const refused = 'mutation ($file: Upload!) { refuseUnread(file: $file) }';
    const body = form(
      refused,
      { file: null },
      { f: ['variables.file'] },
      { f: new Blob([new Uint8Array(9 * MEBIBYTE)]) },
    );
    expect(await send(body)).toMatchObject({ status: 200, code: 'SESSION_NOT_OPEN' });
  });

  it('may not bring a text for a file', async () => {
    const response = await fetch(library.graphql, {
      method: 'POST',
      headers: { ...KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ query: TEXT, variables: { file: '/etc/passwd' } }),
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: 'file' }] } }],
    });
  });

  it('leaves nothing readable on disk while it lasts, and nothing at all after', async () => {
    const secret = 'a face that nobody may see ';
    const headers = { ...PREFLIGHT, 'content-type': `multipart/form-data; boundary=x` };
    const answered = new Promise<string>((resolve, reject) => {
      const sent = request(library.graphql, { method: 'POST', headers }, (response) => {
        text(response).then(resolve, reject);
      }).on('error', reject);
      sent.write(opened() + secret.repeat(9999));
      setTimeout(() => {
        void looked.then(() => sent.end('\r\n--x--\r\n'));
      }, 0);
    });
    const looked = (async () => {
      await expect.poll(async () => (await stored()).length).toBeGreaterThan(100_000);
      expect((await stored()).includes('face')).toBe(false);
    })();
    expect(await answered).toContain(secret);
    await expect.poll(() => readdir(folder)).toEqual([]);
  });

  it('waits for others where too much is under way', async () => {
    await using small = await startLibrary({ limits: { uploadsUnderWay: 2 * MEBIBYTE } });
    const ask = async () =>
      (await fetch(small.graphql, { method: 'POST', headers: PREFLIGHT, body: sizes(['x'.repeat(1.5 * MEBIBYTE)]) }))
        .status;
    expect((await Promise.all([ask(), ask()])).toSorted()).toEqual([200, 429]);
    expect(await ask()).toBe(200);
  });
});

/** What lies in the folder of temporary files. */
async function stored(): Promise<Buffer> {
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}
