/**
 * Runs the engine over a tree of labelled images and prints what was read right, wrong and not at all; and how well
 * screening tells names apart, where the tree has pairs of them.
 * `npm run evaluate -- DIR [--json] [--failures DIR] [--curves DIR] [--only CATEGORY]`
 */
import { parseArgs } from 'node:util';
import { ask } from './answers.js';
import { measureCost } from './cost.js';
import { writeCurves } from './curves.js';
import { startEngine } from './engine.js';
import { writeFailures } from './failures.js';
import { judge } from './judge.js';
import { measureNames, namesRecord, printNames } from './names.js';
import { Progress } from './progress.js';
import { printTable, toRecord } from './table.js';
import { readTree } from './tree.js';

const AT_ONCE = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    failures: { type: 'string' },
    curves: { type: 'string' },
    only: { type: 'string' },
  },
});
const [root] = positionals;
if (root === undefined) {
  console.error('usage: npm run evaluate -- DIR [--json] [--failures DIR] [--curves DIR] [--only CATEGORY]');
  process.exit(2);
}

const tree = await readTree(root, values.only);
for (const category of tree.skipped) console.log(`${category}: skipped, it is not the engine's to read`);

// The cost first: memory and CPU of one worker, before others are started.
const cost = await measureCost(tree, new Progress(1, process.stderr));
const engine = await startEngine(AT_ONCE);
try {
  const answers = await ask(engine, tree, new Progress(AT_ONCE, process.stderr));
  const measures = await judge(tree, answers);
  if (values.failures !== undefined) {
    console.log(`${await writeFailures(values.failures, measures)} failures written to ${values.failures}`);
  }
  if (values.curves !== undefined) {
    console.log(`${await writeCurves(values.curves, measures)} curves written to ${values.curves}`);
  }
  console.log(printTable(measures, answers, cost));
  const names = await measureNames(tree.names);
  if (names) console.log(`\n${printNames(names)}`);
  if (values.json) console.log(JSON.stringify({ ...toRecord(measures, cost), ...namesRecord(names) }));
} finally {
  await engine.close();
}
