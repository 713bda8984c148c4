/** Removes from installed packages what this machine cannot load or the engine does not use: half of what they weigh. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The runtime ships every platform's binaries in one package, as `bin/<interface>/<platform>/<architecture>`. Where nothing
 * fits this machine all stay, for whoever copies the folder to one that they fit.
 */
export function pruneBinaries(folder: string, platform: string = process.platform, arch: string = process.arch): void {
  const bin = join(folder, 'bin');
  for (const version of readdirSync(bin).map((name) => join(bin, name))) {
    if (!existsSync(join(version, platform, arch))) continue;
    keepOnly(version, [platform]);
    keepOnly(join(version, platform), [arch]);
  }
}

export function keepOnly(folder: string, kept: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
