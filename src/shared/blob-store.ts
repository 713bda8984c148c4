import { access, constants, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where sealed images lie. Keys are paths of ids that we made ourselves, never of anything a caller sent. */
export interface BlobStore {
  write(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Promise<Buffer>;
  delete(key: string): Promise<void>;
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

  async check(): Promise<void> {
    await access(this.folder, constants.W_OK);
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
