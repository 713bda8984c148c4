/** Prints what the engine takes on disk, and fails above the limit. `npm run size`, after a build. */
import { ENGINE_LIMIT, measureEngine, total } from './engine.js';

const SMALL = 1e6;
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(7);

const sizes = measureEngine();
const large = [...sizes].filter(([, bytes]) => bytes >= SMALL);
for (const [folder, bytes] of large) console.log(`${megabytes(bytes)} MB  ${folder}`);
const rest = total(sizes) - total(new Map(large));
console.log(`${megabytes(rest)} MB  ${sizes.size - large.length} smaller ones`);
console.log(`${megabytes(total(sizes))} MB  in all, limit ${ENGINE_LIMIT / 1e6} MB`);
process.exitCode = total(sizes) <= ENGINE_LIMIT ? 0 : 1;
