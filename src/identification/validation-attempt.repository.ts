import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import type { Device, ValidationAttempt } from './identification.states.js';

interface AttemptRow {
  id: string;
  organization_id: string;
  identification_id: string;
  attempted_at: Date;
  accepted: boolean;
  device: Bytes | null;
}

export class ValidationAttemptRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** Newest first. */
  async ofIdentifications(ids: readonly string[]): Promise<ValidationAttempt[]> {
    const rows = await this.db<AttemptRow>('validation_attempts')
      .where('organization_id', this.organizationId)
      .whereIn('identification_id', [...ids])
      .orderBy('id', 'desc');
    const attempts: ValidationAttempt[] = [];
    for (const row of rows) attempts.push(await this.fromRow(row));
    return attempts;
  }

  async insert({ id, identificationId, attemptedAt, accepted, device }: ValidationAttempt): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(identificationId));
    await this.db('validation_attempts').insert({
      id,
      organization_id: this.organizationId,
      identification_id: identificationId,
      attempted_at: attemptedAt,
      accepted,
      device: key.sealJson(device, contextOf(id)),
    });
  }

  private subject(id: string) {
    return { organizationId: this.organizationId, subjectId: id };
  }

  private async fromRow(row: AttemptRow): Promise<ValidationAttempt> {
    const key = await this.keyring.find(this.db, this.subject(row.identification_id));
    return {
      id: row.id,
      identificationId: row.identification_id,
      attemptedAt: row.attempted_at,
      accepted: row.accepted,
      device: key && row.device ? (key.openJson(row.device, contextOf(row.id)) as Device) : undefined,
    };
  }
}

const contextOf = (id: string): string => `attempt/${id}`;
