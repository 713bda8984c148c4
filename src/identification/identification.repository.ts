import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { readPage } from '../shared/keyset.js';
import { type Page, pageOf, type PageRequest } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import type {
  ConfigurationName,
  Declared,
  Device,
  Identification,
  IdentificationStatus,
} from './identification.states.js';

interface IdentificationRow {
  id: string;
  organization_id: string;
  mode: Mode;
  configuration_name: ConfigurationName;
  status: IdentificationStatus;
  version: number;
  scoring_id: string;
  attempts: number;
  rejection_reasons: string[];
  created_at: Date;
  expires_at: Date;
  validated_at: Date | null;
  closed_at: Date | null;
  declared: Bytes | null;
  device: Bytes | null;
}

/** Which identifications a list holds. */
export interface IdentificationFilter {
  readonly mode?: Mode | undefined;
  readonly id?: string | undefined;
  readonly status?: readonly IdentificationStatus[] | undefined;
  readonly configurationName?: readonly ConfigurationName[] | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
  /** Keyed tokens of the words searched for: all must be there. */
  readonly tokens?: readonly Bytes[] | undefined;
}

export class IdentificationRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** `for update` holds the row until the transaction ends. */
  async find(id: string, lock?: 'for update'): Promise<Identification | undefined> {
    const query = this.identifications().where({ id }).first();
    const row = await (lock ? query.forUpdate() : query);
    return row && this.fromRow(row);
  }

  /** Newest first. */
  async page(filter: IdentificationFilter, request: PageRequest): Promise<Page<Identification>> {
    const query = this.filtered(filter);
    readPage(query, request);
    const found: Identification[] = [];
    for (const row of await query) found.push(await this.fromRow(row));
    return pageOf(found, request);
  }

  async count(filter: IdentificationFilter): Promise<number> {
    const [row] = await this.filtered(filter).count<{ count: number | string }[]>();
    return Number(row?.count ?? 0);
  }

  async insert(identification: Identification): Promise<void> {
    const { id, mode, configurationName, scoringId, createdAt, expiresAt, version } = identification;
    await this.db('identifications').insert({
      id,
      organization_id: this.organizationId,
      mode,
      configuration_name: configurationName,
      scoring_id: scoringId,
      created_at: createdAt,
      expires_at: expiresAt,
      version,
      ...(await this.changing(identification)),
    });
  }

  /** The compare-and-set behind every change: false where another change came first. */
  async update(identification: Identification): Promise<boolean> {
    const updated = await this.db('identifications')
      .where({ organization_id: this.organizationId, id: identification.id, version: identification.version })
      .update({ ...(await this.changing(identification)), version: identification.version + 1 })
      .returning('id');
    return updated.length === 1;
  }

  private async changing({ id, declared, device, ...plain }: Identification) {
    const key = await this.keyring.find(this.db, this.subject(id));
    return {
      status: plain.status,
      attempts: plain.tries,
      rejection_reasons: [...plain.rejectionReasons],
      validated_at: plain.validatedAt ?? null,
      closed_at: plain.closedAt ?? null,
      declared: key ? key.sealJson(declared, DECLARED) : null,
      device: key && device ? key.sealJson(device, DEVICE) : null,
    };
  }

  private filtered(filter: IdentificationFilter) {
    const { mode, id, status, configurationName, createdFrom, createdTo, tokens = [] } = filter;
    const query = this.identifications();
    if (mode) query.where({ mode });
    if (id) query.where({ id });
    if (status) query.whereIn('status', [...status]);
    if (configurationName) query.whereIn('configuration_name', [...configurationName]);
    if (createdFrom) query.where('created_at', '>=', createdFrom);
    if (createdTo) query.where('created_at', '<', createdTo);
    for (const token of tokens) query.whereIn('id', this.holding(token));
    return query;
  }

  private holding(token: Bytes) {
    return this.db('search_tokens').where({ organization_id: this.organizationId, token }).select('subject_id');
  }

  private identifications() {
    return this.db<IdentificationRow>('identifications').where('organization_id', this.organizationId);
  }

  private subject(id: string) {
    return { organizationId: this.organizationId, subjectId: id };
  }

  private async fromRow(row: IdentificationRow): Promise<Identification> {
    const key = await this.keyring.find(this.db, this.subject(row.id));
    return {
      id: row.id,
      organizationId: row.organization_id,
      mode: row.mode,
      configurationName: row.configuration_name,
      status: row.status,
      version: row.version,
      scoringId: row.scoring_id,
      tries: row.attempts,
      rejectionReasons: row.rejection_reasons,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      validatedAt: row.validated_at ?? undefined,
      closedAt: row.closed_at ?? undefined,
      declared: key && row.declared ? (key.openJson(row.declared, DECLARED) as Declared) : {},
      device: key && row.device ? (key.openJson(row.device, DEVICE) as Partial<Device>) : undefined,
    };
  }
}

const DECLARED = 'declared';
const DEVICE = 'device';
