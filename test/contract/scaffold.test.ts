import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { scaffold } from '../../tools/new-adapter/scaffold.js';

const run = promisify(execFile);
const folder = await mkdtemp(join(await realpath(tmpdir()), 'proofgate-adapter-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What needs a vendor that answers. */
const UNFINISHED = [
  'is healthy',
  'looks at every side of a document that it claims',
  'answers the same to the same request, and leaves the caller its bytes',
  'stops when it is told to, and works on afterwards',
];

/** As npm leaves it after installing what `npm pack` makes: the package beside what it needs. */
async function fromThePackage(): Promise<string> {
  const modules = join(folder, 'installed', 'node_modules');
  await mkdir(modules, { recursive: true });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  await run('sh', ['-c', `tar -xzf "${folder}"/proofgate-*.tgz -C "${modules}" && mv package proofgate`], {
    cwd: modules,
  });
  const { dependencies, devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as Package;
  const scopes = [...Object.keys({ ...dependencies, ...devDependencies }), '.bin'].map(
    (name) => name.split('/')[0] ?? '',
  );
  for (const name of new Set(scopes)) await symlink(join(process.cwd(), 'node_modules', name), join(modules, name));
  const command = join(modules, 'proofgate/dist/tools/new-adapter/main.js');
  const env = { PATH: process.env['PATH'] };
  await run(process.execPath, [command, 'acme-id'], { cwd: join(folder, 'installed'), env });
  return join(folder, 'installed', 'acme-id');
}

describe('an adapter outside of the repository', () => {
  it('type-checks where a checkout made it', async () => {
    const into = join(folder, 'linked');
    await scaffold(process.cwd(), 'acme-id', into);
    await expect(run('npm', ['run', 'types'], { cwd: into })).resolves.toHaveProperty(
      'stdout',
      expect.stringContaining('tsc'),
    );
  }, 120_000);

  it('type-checks where the package made it, and its suite fails where it must be filled in', async () => {
    const into = await fromThePackage();
    await run('npm', ['run', 'types'], { cwd: into });
    const suite = run('npm', ['test', '--', '--reporter=json', '--outputFile=results.json'], { cwd: into });
    await expect(suite).rejects.toThrow();
    const results = JSON.parse(await readFile(join(into, 'results.json'), 'utf8')) as Results;
    const failed = results.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    );
    expect(failed.map(({ title }) => title)).toEqual(UNFINISHED);
  }, 120_000);
});

it('overwrites nothing, and wants a name that can stand in results', async () => {
  await expect(scaffold(process.cwd(), 'acme-id', join(folder, 'linked'))).rejects.toThrow('EEXIST');
  await expect(scaffold(process.cwd(), 'Acme', folder)).rejects.toThrow('small letters');
});

interface Results {
  readonly testResults: readonly { readonly assertionResults: readonly { title: string; status: string }[] }[];
}
interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
