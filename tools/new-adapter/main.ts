/** `npm run new-adapter NAME [-- --into DIR]`: the folder of a new adapter, here or elsewhere. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scaffold } from './scaffold.js';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });
  const [name] = positionals;
  if (!name) throw new Error('npm run new-adapter NAME [-- --into DIR]');
  const into = values.into === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', values.into);
  for (const path of await scaffold(process.cwd(), name, into)) console.log(path);
  console.log(into ? `\ncd ${into} && npm run types && npm test` : `\nnpx vitest run test/contract/${name}.test.ts`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
