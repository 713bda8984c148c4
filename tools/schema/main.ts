import { readFileSync, writeFileSync } from 'node:fs';
import { describeSchema, printed } from '../../src/graphql/schema.js';
import { FURTHER_TYPES, RESOLVERS } from '../../src/resolvers.js';

/** Writes schema/schema.graphql from the code; with --check, fails where it is not up to date. */
const FILE = 'schema/schema.graphql';
const text = printed(describeSchema(RESOLVERS, FURTHER_TYPES));
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} is not what the code says: run npm run schema\n`);
  process.exitCode = 1;
}
