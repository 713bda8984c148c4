/**
 * Loads lists of sanctioned people.
 * `npm run sanctions -- import FILE… [--force]`, `npm run sanctions -- status`
 */
import { parseArgs } from 'node:util';
import { runCommand } from './command.js';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean' } } });
process.exitCode = await runCommand(positionals, { force: values.force === true }, process.env, {
  line: (text) => process.stdout.write(`${text}\n`),
  fault: (text) => process.stderr.write(`proofgate: ${text}\n`),
  isTerminal: process.stderr.isTTY,
});
