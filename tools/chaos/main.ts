/** What becomes of a gateway, and of what it has acknowledged, when everything under and around it is killed and cut. */
import { type ChaosOptions, chaosOptions, type Say } from './options.js';
import { outages } from './outages.js';
import type { Ends } from './stage.js';
import { storm } from './storm.js';
import { writes } from './writes.js';

const RUNS = { storm, outages, writes };

/** Returns whether nothing was lost, and nobody let down. */
async function main(options: ChaosOptions, say: Say): Promise<boolean> {
  const ends: Ends = [];
  try {
    const { figures, isWhole } = await RUNS[options.run](options, ends, say);
    if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    return isWhole;
  } finally {
    for (const end of ends.reverse()) await end().catch(() => undefined);
  }
}

const options = chaosOptions(process.argv.slice(2));
const say = (line: string) => void process.stderr.write(`${line}\n`);
process.exitCode = (await main(options, say)) ? 0 : 1;
