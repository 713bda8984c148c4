import { PGlite } from '@electric-sql/pglite';
import { writeFileSync } from 'node:fs';

/** Packs an empty data folder as initdb leaves it: a first start unpacks it instead of running initdb for seconds. */
const pglite = await PGlite.create();
const folder = await pglite.dumpDataDir('gzip');
await pglite.close();
writeFileSync(new URL('../../database-template.tar.gz', import.meta.url), Buffer.from(await folder.arrayBuffer()));
