import { readFileSync } from 'node:fs';

const PACKAGE = [new URL('../package.json', import.meta.url), new URL('../../package.json', import.meta.url)];

/** Of the package that this code came in; beside the sources, or above the compiled code. */
export const VERSION: string =
  PACKAGE.flatMap((file) => {
    try {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
      return name === 'proofgate' && version ? [version] : [];
    } catch {
      return [];
    }
  })[0] ?? 'unknown';
