/** What the file says about its making: editing software, and content credentials. */
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { ManifestStore } from '@trustnxt/c2pa-ts/manifest';
import exifr from 'exifr';
import { z } from 'zod';
import { tellingChunks } from './chunks.js';

export interface MetadataTrace {
  /** An image editor wrote the file, by its own account. */
  readonly edited: boolean;
  readonly camera: boolean;
  /** Content credentials (C2PA): absent, or whether they hold. Who signed them is not judged: no trust list is kept. */
  readonly credentials?: 'valid' | 'invalid';
}

const EDITORS =
  /photoshop|gimp|lightroom|illustrator|affinity|paint|snapseed|picsart|canva|pixlr|facetune|photopea|generated|diffusion|midjourney|firefly/i;
const metadataSchema = z.object({
  Software: z.coerce.string().optional(),
  CreatorTool: z.coerce.string().optional(),
  Make: z.coerce.string().optional(),
});

export async function readMetadata(bytes: Uint8Array): Promise<MetadataTrace> {
  const telling = PNG.canRead(bytes) ? tellingChunks(bytes) : bytes;
  const raw: unknown = await exifr.parse(telling, { xmp: true, gps: false }).catch(() => undefined);
  const { data } = metadataSchema.safeParse(raw ?? {});
  const credentials = await checkCredentials(bytes);
  return {
    edited: EDITORS.test(`${data?.Software ?? ''} ${data?.CreatorTool ?? ''}`),
    camera: Boolean(data?.Make),
    ...(credentials !== undefined && { credentials }),
  };
}

async function checkCredentials(bytes: Uint8Array): Promise<MetadataTrace['credentials']> {
  const found = findManifest(new Uint8Array(bytes));
  if (found === undefined) return undefined;
  try {
    const { isValid } = await ManifestStore.read(SuperBox.fromBuffer(found.manifest)).validate(found.asset);
    return isValid ? 'valid' : 'invalid';
  } catch {
    return 'invalid';
  }
}

/** A file that the library cannot take apart says nothing, rather than something bad. */
function findManifest(bytes: Uint8Array): { asset: JPEG | PNG; manifest: Uint8Array<ArrayBuffer> } | undefined {
  try {
    const asset = JPEG.canRead(bytes) ? new JPEG(bytes) : PNG.canRead(bytes) ? new PNG(bytes) : undefined;
    const manifest = asset?.getManifestJUMBF();
    return asset && manifest && { asset, manifest: new Uint8Array(manifest) };
  } catch {
    return undefined;
  }
}
