import { createHash } from 'node:crypto';
import { DomainError, type ErrorCode } from '../shared/errors.js';
import type { BlobStore } from '../shared/blob-store.js';
import type { Database, TenantDb } from '../shared/database.js';
import { isId, newId } from '../shared/id.js';
import type { DataKey, Keyring } from '../shared/keyring.js';
import {
  type DocumentEvidence,
  type ImageInspection,
  type ImagePurpose,
  type LivenessEvidence,
  type Provider,
  ProviderError,
} from '../provider/contract.js';
import type { Asked, ProviderRegistry } from '../provider/registry.js';
import type { Showing, SightingService } from '../sighting/sighting.service.js';
import { type Capture, type CaptureQuality, CaptureRepository } from './capture.repository.js';
import { FILE_TYPES, type FileType, isSelfie, sideOf } from './document.states.js';

export type { Capture, CaptureQuality };

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}
/** Where an image comes from; what is not to be kept is undefined. */
export interface CaptureOrigin {
  readonly coordinates: Coordinates | undefined;
  /** Of the device that sent it. */
  readonly ipAddress: string | undefined;
}
/** An image that was looked at and may be stored. */
export interface CheckedImage {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly inspection: ImageInspection;
}
/** What was found in an image, and by whom. */
export interface StoredEvidence<Evidence> {
  readonly source: string;
  readonly provider: Provider | undefined;
  readonly evidence: Evidence;
  /** False where the provider has no scale that we know, and decides by itself. */
  readonly isCalibrated?: boolean | undefined;
  /** Everybody who was asked for it, in order. */
  readonly route?: readonly Asked[] | undefined;
  /** When it came, in milliseconds since 1970, and how long it took. */
  readonly call?: { readonly milliseconds: number; readonly receivedAt: number } | undefined;
}
export interface NewCapture {
  readonly subjectId: string;
  readonly fileType: FileType;
  readonly image: CheckedImage;
  readonly origin?: CaptureOrigin;
  /** What is known at once; without it the image waits for its analysis. */
  readonly evidence?: StoredEvidence<DocumentEvidence | LivenessEvidence> | undefined;
  /** Of a document: who shows it, so that it is known again. */
  readonly showing?: Showing;
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  image_type: 'UNSUPPORTED_MEDIA_TYPE',
  image_too_large: 'PAYLOAD_TOO_LARGE',
};
const SIDES = FILE_TYPES.filter((fileType) => sideOf(fileType) !== undefined);

/** Images: looked at before they are kept, kept sealed, and opened for those who analyse them. */
export class CaptureService {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    private readonly keyring: Keyring,
    private readonly providers: ProviderRegistry,
    private readonly sightings: SightingService,
  ) {}

  /** @throws DomainError IMAGE_INVALID, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, PROVIDER_UNAVAILABLE */
  async check(bytes: Uint8Array, purpose: ImagePurpose): Promise<CheckedImage> {
    const inspected = await this.providers
      .ask('inspectImage', { organizationId: undefined, provider: 'INTERNAL' }, (adapter, signal) =>
        adapter.inspectImage?.({ bytes }, purpose, signal),
      )
      .catch(refuseImage);
    if (!inspected) throw new DomainError('PROVIDER_NOT_CONFIGURED', { provider: 'internal' });
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), inspection: inspected.answer };
  }

  /** Every capture of the subjects, oldest first. */
  async ofSubjects(organizationId: string, subjectIds: readonly string[]): Promise<Capture[]> {
    return this.database.tenant(organizationId, (db) =>
      new CaptureRepository(db, organizationId).ofSubjects(subjectIds),
    );
  }

  async find(organizationId: string, id: string): Promise<Capture | undefined> {
    if (!isId(id)) return undefined;
    return this.database.tenant(organizationId, (db) => new CaptureRepository(db, organizationId).find(id));
  }

  /** Keeps an image in the change's transaction; the bytes are written first, so that no row ever lacks them. */
  async store(db: TenantDb, organizationId: string, capture: NewCapture, now: Date): Promise<Capture> {
    const { subjectId, fileType, image, origin } = capture;
    const id = newId();
    const key = await this.keyring.require(db, { organizationId, subjectId });
    await this.blobs.write(blobKey(organizationId, id), key.sealBytes(image.bytes, imageContext(id)));
    const captures = new CaptureRepository(db, organizationId);
    await captures.supersede(subjectId, [fileType], now);
    const stored = {
      ...describe(image),
      id,
      organizationId,
      subjectId,
      fileType,
      capturedAt: now,
      coordinates: origin?.coordinates && key.sealJson(origin.coordinates, `coordinates/${id}`),
      ipAddress: origin?.ipAddress === undefined ? undefined : key.sealJson(origin.ipAddress, `ip/${id}`),
      ...(capture.evidence
        ? { analysis: 'DONE' as const, evidence: key.sealJson(capture.evidence, evidenceContext(id)) }
        : { analysis: 'PENDING' as const, evidence: undefined }),
    };
    await captures.insert(stored);
    if (capture.showing) await this.sightings.note(db, stored, capture.showing);
    return stored;
  }

  async recordEvidence(
    db: TenantDb,
    capture: Capture,
    found: StoredEvidence<DocumentEvidence | LivenessEvidence>,
  ): Promise<void> {
    const key = await this.keyring.require(db, subjectOf(capture));
    const signals = 'signals' in found.evidence ? found.evidence.signals : [];
    const isNoDocument = signals.some(({ name, outcome }) => name === 'IS_IDENTITY_DOCUMENT' && outcome === 'FAIL');
    await new CaptureRepository(db, capture.organizationId).recordEvidence(
      capture.id,
      key.sealJson(found, evidenceContext(capture.id)),
      isNoDocument || !capture.quality.acceptable,
    );
    if ('perceptualHash' in found.evidence && found.evidence.perceptualHash !== undefined)
      await this.sightings.describe(db, capture, found.evidence.perceptualHash);
  }

  /** Captures of other subjects that came first and may show the same picture; of the same file it is certain. */
  async shownBefore(capture: Capture, perceptualHash: string | undefined) {
    const { organizationId } = capture;
    return this.database.tenant(organizationId, async (db) => {
      const shown: { capture: Capture; isSameFile: boolean }[] = [];
      const captures = new CaptureRepository(db, organizationId);
      for (const { captureId, isSameFile } of await this.sightings.earlier(db, capture, perceptualHash)) {
        const earlier = await captures.find(captureId);
        if (earlier) shown.push({ capture: earlier, isSameFile });
      }
      return shown;
    });
  }

  async recordFailure(db: TenantDb, capture: Capture, reason: string): Promise<void> {
    await new CaptureRepository(db, capture.organizationId).recordFailure(capture.id, reason);
  }

  /** The captures of one subject, in the transaction of its change. */
  async within(db: TenantDb, organizationId: string, subjectId: string): Promise<Capture[]> {
    return new CaptureRepository(db, organizationId).ofSubjects([subjectId]);
  }

  /** Their keys are destroyed with it: what lies in the blob store is noise from then on. */
  async erase(db: TenantDb, organizationId: string, captures: readonly Capture[], now: Date): Promise<void> {
    const ids = captures.map(({ id }) => id);
    await new CaptureRepository(db, organizationId).erase(ids, now);
    await this.sightings.forget(db, organizationId, ids);
  }

  /** Tidies up after an erasure; a blob that stays behind cannot be read. */
  deleteBlobs(captures: readonly Capture[]): void {
    for (const { organizationId, id } of captures)
      void this.blobs.delete(blobKey(organizationId, id)).catch(() => undefined);
  }

  async dropSides(db: TenantDb, organizationId: string, subjectId: string, now: Date): Promise<void> {
    await new CaptureRepository(db, organizationId).supersede(subjectId, SIDES, now);
  }

  async dropSelfie(db: TenantDb, organizationId: string, subjectId: string, now: Date): Promise<void> {
    await new CaptureRepository(db, organizationId).supersede(subjectId, FILE_TYPES.filter(isSelfie), now);
  }

  /** The image itself; undefined once erased. */
  async open(capture: Capture): Promise<Buffer | undefined> {
    const key = await this.keyOf(capture);
    if (!key || capture.erasedAt) return undefined;
    return key.openBytes(await this.blobs.read(blobKey(capture.organizationId, capture.id)), imageContext(capture.id));
  }

  /** What was found in it; undefined where nothing was, or once erased. The shape is what store and record sealed. */
  async evidenceOf<Evidence>(capture: Capture): Promise<StoredEvidence<Evidence> | undefined> {
    if (!capture.evidence) return undefined;
    const key = await this.keyOf(capture);
    return key && (key.openJson(capture.evidence, evidenceContext(capture.id)) as StoredEvidence<Evidence>);
  }

  async coordinatesOf(capture: Capture): Promise<Coordinates | undefined> {
    if (!capture.coordinates) return undefined;
    const key = await this.keyOf(capture);
    return key && (key.openJson(capture.coordinates, `coordinates/${capture.id}`) as Coordinates);
  }

  async ipAddressOf(capture: Capture): Promise<string | undefined> {
    if (!capture.ipAddress) return undefined;
    const key = await this.keyOf(capture);
    return key && (key.openJson(capture.ipAddress, `ip/${capture.id}`) as string);
  }

  private async keyOf(capture: Capture): Promise<DataKey | undefined> {
    const subject = subjectOf(capture);
    return this.database.tenant(capture.organizationId, (db) => this.keyring.find(db, subject));
  }
}

/** The captures that stand for a subject, and those of one side. */
export const standing = (captures: readonly Capture[]): Capture[] =>
  captures.filter(({ supersededAt }) => supersededAt === undefined);

const subjectOf = ({ organizationId, subjectId }: Capture) => ({ organizationId, subjectId });
const blobKey = (organizationId: string, id: string): string => `${organizationId}/${id}`;
const imageContext = (id: string): string => `image/${id}`;
const evidenceContext = (id: string): string => `evidence/${id}`;

function refuseImage(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error;
  if (error.kind === 'refused')
    throw new DomainError(REFUSALS[error.reason] ?? 'IMAGE_INVALID', { facts: { reason: error.reason }, cause: error });
  throw new DomainError('PROVIDER_UNAVAILABLE', { provider: 'internal', cause: error });
}

const describe = ({ bytes, sha256, inspection }: CheckedImage) => {
  const { contentType, width, height, ...quality } = inspection;
  return {
    contentType,
    width,
    height,
    byteLength: bytes.byteLength,
    sha256,
    quality,
    analysisFailure: undefined,
    rejected: false,
    supersededAt: undefined,
    erasedAt: undefined,
  };
};
