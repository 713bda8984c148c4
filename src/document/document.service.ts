import {
  DOCUMENT_FIELDS,
  type DocumentField,
  type DocumentReading,
  type DocumentType,
  type FieldReading,
} from '../provider/contract.js';
import type { Database, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { DocumentRepository, type IdentityDocument } from './document.repository.js';
import { mergeReadings } from './merge.js';
import { type FieldValues, valuesOf } from './document.states.js';

export type { IdentityDocument };

/** Whose documents they are. */
interface Holder {
  readonly id: string;
  readonly organizationId: string;
  readonly documentType: DocumentType;
}

/** What people's documents say: kept sealed. */
export class DocumentService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  async ofSubjects(organizationId: string, subjectIds: readonly string[]): Promise<IdentityDocument[]> {
    return this.database.tenant(organizationId, (db) =>
      new DocumentRepository(db, organizationId, this.keyring).ofSubjects(subjectIds),
    );
  }

  async replace(db: TenantDb, holder: Holder, readings: readonly DocumentReading[], now: Date): Promise<void> {
    const documents = new DocumentRepository(db, holder.organizationId, this.keyring);
    await documents.replace(holder.id, bestOfEachSource(readings), holder.documentType, now);
  }
}

/** Both sides may have a source: the accepted one goes before, then the fuller one. */
function bestOfEachSource(readings: readonly DocumentReading[]): DocumentReading[] {
  const best = new Map<string, DocumentReading>();
  for (const reading of readings) {
    const known = best.get(reading.source);
    if (!known || weightOf(reading) > weightOf(known)) best.set(reading.source, reading);
  }
  return [...best.values()];
}
const weightOf = ({ accepted, fields }: DocumentReading): number => (accepted ? 100 : 0) + Object.keys(fields).length;

/** The merged view of a subject's stored documents; undefined where nothing was read. */
export function mergedDocument(documents: readonly IdentityDocument[]): IdentityDocument | undefined {
  const [first] = documents;
  if (!first) return undefined;
  const merged = mergeReadings(documents.map(readingOf));
  return {
    ...first,
    type: merged.type ?? first.type,
    dataSource: 'MERGED',
    accepted: documents.some(({ accepted }) => accepted),
    fields: valuesOf(merged.fields),
    raw: undefined,
  };
}

const readingOf = ({ dataSource, accepted, type, fields }: IdentityDocument): DocumentReading => ({
  source: dataSource === 'MERGED' ? 'MANUAL' : dataSource,
  accepted,
  type,
  fields: readFields(fields),
});

const readFields = (values: FieldValues): DocumentReading['fields'] => {
  const fields: Partial<Record<DocumentField, FieldReading>> = {};
  for (const name of DOCUMENT_FIELDS) {
    const value = values[name];
    if (value !== undefined) fields[name] = { value, confidence: 1 };
  }
  return fields;
};
