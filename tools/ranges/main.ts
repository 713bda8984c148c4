/**
 * Measures between which values nets move, by which the build turns floats into bytes:
 * `npx tsx tools/ranges/main.ts zone` prints what belongs into adapters/internal/build/ranges.ts, on drawn zones;
 * `npx tsx tools/ranges/main.ts text FOLDER` what belongs into textRanges.ts, on the print in a folder of pictures.
 */
import { printTextRanges } from './text.js';
import { printZoneRanges } from './zone.js';

const [net, folder] = process.argv.slice(2);
if (net === 'zone') await printZoneRanges();
else if (net === 'text' && folder) await printTextRanges(folder);
else throw new Error('say zone, or text and a folder of pictures');
