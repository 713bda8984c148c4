import type { Knex } from 'knex';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { FileType } from './document.states.js';

export interface CaptureQuality {
  readonly acceptable: boolean;
  readonly sharpness: number;
  readonly glare: number;
  readonly dotsPerInch?: number;
  readonly reasons: readonly string[];
}

/** A stored image. Its bytes lie sealed in the blob store, under its id. */
export interface Capture {
  readonly id: string;
  readonly organizationId: string;
  readonly subjectId: string;
  readonly fileType: FileType;
  readonly contentType: string;
  readonly byteLength: number;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  readonly quality: CaptureQuality;
  readonly capturedAt: Date;
  readonly analysis: 'PENDING' | 'DONE' | 'FAILED';
  /** Machine-readable: why there is no analysis. */
  readonly analysisFailure: string | undefined;
  /** These very bytes may not be sent again. */
  readonly rejected: boolean;
  /** Since when a later capture of the same kind stands for it. */
  readonly supersededAt: Date | undefined;
  readonly erasedAt: Date | undefined;
  /** Sealed under the subject's key. */
  readonly coordinates: Bytes | undefined;
  readonly ipAddress: Bytes | undefined;
  readonly evidence: Bytes | undefined;
}

interface CaptureRow {
  id: string;
  organization_id: string;
  subject_id: string;
  file_type: FileType;
  content_type: string;
  byte_length: number;
  width: number;
  height: number;
  sha256: string;
  quality: CaptureQuality;
  captured_at: Date;
  analysis: Capture['analysis'];
  analysis_failure: string | null;
  rejected: boolean;
  superseded_at: Date | null;
  erased_at: Date | null;
  coordinates: Bytes | null;
  ip_address: Bytes | null;
  evidence: Bytes | null;
}

export class CaptureRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async find(id: string): Promise<Capture | undefined> {
    const row = await this.captures().where({ id }).first();
    return row && fromRow(row);
  }

  /** Every capture of these subjects, oldest first. */
  async ofSubjects(subjectIds: readonly string[]): Promise<Capture[]> {
    const rows = await this.captures()
      .whereIn('subject_id', [...subjectIds])
      .orderBy('id');
    return rows.map(fromRow);
  }

  async insert(capture: Capture): Promise<void> {
    await this.db('captures').insert({
      id: capture.id,
      organization_id: this.organizationId,
      subject_id: capture.subjectId,
      file_type: capture.fileType,
      content_type: capture.contentType,
      byte_length: capture.byteLength,
      width: capture.width,
      height: capture.height,
      sha256: capture.sha256,
      quality: JSON.stringify(capture.quality),
      captured_at: capture.capturedAt,
      analysis: capture.analysis,
      coordinates: capture.coordinates ?? null,
      ip_address: capture.ipAddress ?? null,
      evidence: capture.evidence ?? null,
    });
  }

  /** The last accepted capture of a kind stands for its subject; these no longer do. */
  async supersede(subjectId: string, fileTypes: readonly FileType[], now: Date): Promise<void> {
    await this.captures()
      .where({ subject_id: subjectId })
      .whereNull('superseded_at')
      .whereIn('file_type', [...fileTypes])
      .update({ superseded_at: now });
  }

  async recordEvidence(id: string, evidence: Bytes, rejected: boolean): Promise<void> {
    await this.captures().where({ id }).update({ analysis: 'DONE', evidence, rejected });
  }

  async erase(ids: readonly string[], now: Date): Promise<void> {
    await this.captures()
      .whereIn('id', [...ids])
      .update({ erased_at: now, coordinates: null, ip_address: null, evidence: null });
  }

  async recordFailure(id: string, reason: string): Promise<void> {
    await this.captures().where({ id }).update({ analysis: 'FAILED', analysis_failure: reason });
  }

  private captures() {
    return this.db<CaptureRow>('captures').where('organization_id', this.organizationId);
  }
}

/** Those of these captures, of all organizations, that are there and not erased. */
export async function keptCaptures(system: Knex, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await system<CaptureRow>('captures')
    .whereIn('id', [...ids])
    .whereNull('erased_at')
    .select('id');
  return new Set(rows.map(({ id }) => id));
}

const fromRow = (row: CaptureRow): Capture => ({
  id: row.id,
  organizationId: row.organization_id,
  subjectId: row.subject_id,
  fileType: row.file_type,
  contentType: row.content_type,
  byteLength: row.byte_length,
  width: row.width,
  height: row.height,
  sha256: row.sha256,
  quality: row.quality,
  capturedAt: row.captured_at,
  analysis: row.analysis,
  analysisFailure: row.analysis_failure ?? undefined,
  rejected: row.rejected,
  supersededAt: row.superseded_at ?? undefined,
  erasedAt: row.erased_at ?? undefined,
  coordinates: row.coordinates ?? undefined,
  ipAddress: row.ip_address ?? undefined,
  evidence: row.evidence ?? undefined,
});
