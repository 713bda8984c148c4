import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { scaffold } from '../../tools/new-adapter/scaffold.js';

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'proofgate-adapter-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What needs a vendor that answers. */
const UNFINISHED = [
  'is healthy',
  'looks at every side of a document that it claims',
  'answers the same to the same request, and leaves the caller its bytes',
  'stops when it is told to, and works on afterwards',
];

it('makes an adapter outside of the repository that type-checks, and whose suite fails where it must be filled in', async () => {
  await scaffold(process.cwd(), 'acme-id', folder);
  await run('npm', ['run', 'types'], { cwd: folder });
  const suite = run('npm', ['test', '--', '--reporter=json', '--outputFile=results.json'], { cwd: folder });
  await expect(suite).rejects.toThrow();
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Results;
  const failed = results.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  expect(failed.map(({ title }) => title)).toEqual(UNFINISHED);
}, 120_000);

it('overwrites nothing, and wants a name that can stand in results', async () => {
  await expect(scaffold(process.cwd(), 'acme-id', folder)).rejects.toThrow('EEXIST');
  await expect(scaffold(process.cwd(), 'Acme', folder)).rejects.toThrow('small letters');
});

interface Results {
  readonly testResults: readonly { readonly assertionResults: readonly { title: string; status: string }[] }[];
}
