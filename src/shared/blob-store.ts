import { access, constants, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const LISTED_AT_ONCE = 500;

/** Where sealed images lie. Keys are paths of ids that we made ourselves, never of anything a caller sent. */
export interface BlobStore {
  write(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Promise<Buffer>;
  delete(key: string): Promise<void>;
  /** The keys of what was written before then, some at a time; of writes that were cut short too. */
  list(before: Date): AsyncIterable<readonly string[]>;
  /** Who claimed the store first: this one, where nobody did. */
  claim(owner: string): Promise<string>;
  /** Throws where it can't be used. */
  check(): Promise<void>;
}

/** Blobs as files, each written beside and moved into place, so that no half of one is ever read. */
export class FolderBlobStore implements BlobStore {
  constructor(private readonly folder: string) {}

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.folder, key);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.draft`;
    await writeFile(draft, bytes, { mode: 0o600 });
    await flush(draft);
    await rename(draft, file);
  }

  async read(key: string): Promise<Buffer> {
    return readFile(join(this.folder, key));
  }

  async delete(key: string): Promise<void> {
    await rm(join(this.folder, key), { force: true });
  }

  async *list(before: Date): AsyncGenerator<readonly string[]> {
    const folders = (await readdir(this.folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const { name: folder } of folders) {
      const files = (await readdir(join(this.folder, folder), { withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      const keys = files.map(({ name }) => `${folder}/${name}`);
      for (let start = 0; start < keys.length; start += LISTED_AT_ONCE) {
        const some = keys.slice(start, start + LISTED_AT_ONCE);
        const written = await Promise.all(some.map((key) => this.writtenAt(key)));
        yield some.filter((_, place) => (written[place] ?? before) < before);
      }
    }
  }

  async claim(owner: string): Promise<string> {
    const file = join(this.folder, 'owner');
    await writeFile(file, owner, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return readFile(file, 'utf8');
  }

  async check(): Promise<void> {
    await access(this.folder, constants.W_OK);
  }

  /** Undefined where it is gone by now. */
  private async writtenAt(key: string): Promise<Date | undefined> {
    return stat(join(this.folder, key)).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
