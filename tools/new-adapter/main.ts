#!/usr/bin/env node
/** `npm run new-adapter NAME [-- --into DIR]`, or `npx proofgate-new-adapter NAME` where the package is installed. */
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scaffold } from './scaffold.js';

/** From dist/tools/new-adapter. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });
  const [name] = positionals;
  if (!name) throw new Error('npm run new-adapter NAME [-- --into DIR]');
  const isInstalled = basename(dirname(ROOT)) === 'node_modules';
  const folder = values.into ?? (isInstalled ? name : undefined);
  const into = folder === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', folder);
  for (const path of await scaffold(ROOT, name, into, isInstalled)) console.log(path);
  console.log(into ? `\ncd ${into} && npm run types && npm test` : `\nnpx vitest run test/contract/${name}.test.ts`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
