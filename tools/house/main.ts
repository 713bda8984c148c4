/** Prints the map of the house into the README, or with `--check` fails where the README's is out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { houseMap } from './map.js';

const README = 'README.md';
const BETWEEN = /(?<=<!-- map:begin[^>]*-->\n).*?(?=<!-- map:end -->)/s;

const written = await readFile(README, 'utf8');
const map = `\n${await houseMap()}\n\n`;
const options = { ...(await resolveConfig(README)), filepath: README };
const current = await format(
  written.replace(BETWEEN, () => map),
  options,
);

if (!BETWEEN.test(written)) {
  throw new Error(`${README} has no place for the map: <!-- map:begin --> and <!-- map:end -->`);
} else if (!process.argv.includes('--check')) {
  await writeFile(README, current);
} else if (current !== written) {
  console.error(`The map in ${README} is out of date: run npm run map`);
  process.exitCode = 1;
}
