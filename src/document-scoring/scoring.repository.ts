import type { DocumentType, Provider } from '../provider/contract.js';
import type { ScoringResult } from '../scoring/result.js';
import type { Score } from '../scoring/score.js';
import { rowVersions } from '../shared/cache/versions.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { readPage } from '../shared/keyset.js';
import { type Page, pageOf, type PageRequest } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import type {
  Processing,
  Scoring,
  ScoringFailure,
  ScoringSettings,
  ScoringStatus,
  StoredDelegation,
} from './scoring.states.js';

interface ScoringRow {
  id: string;
  organization_id: string;
  mode: Mode;
  document_type: DocumentType;
  country: string;
  provider: Provider;
  fallbacks: Provider[];
  settings: ScoringSettings;
  status: ScoringStatus;
  version: number;
  attempts: number;
  max_score_retries: number;
  weights_id: string | null;
  created_at: Date;
  expires_at: Date;
  processing: Processing | null;
  result: ScoringResult | null;
  scored_by: Provider | null;
  scored_at: Date | null;
  score: Score | null;
  failure: ScoringFailure | null;
  closed_at: Date | null;
  delegation: Bytes | null;
}

/** Which scorings a list holds. */
export interface ScoringFilter {
  readonly mode?: Mode | undefined;
  readonly status?: readonly ScoringStatus[] | undefined;
  readonly provider?: readonly Provider[] | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
}

/** A change raises the version in the statement that makes it. */
export const SCORING_VERSIONS = rowVersions('scorings');

export class ScoringRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** `for update` holds the row until the transaction ends. */
  async find(id: string, lock?: 'for update'): Promise<Scoring | undefined> {
    const query = this.scorings().where({ id }).first();
    const row = await (lock ? query.forUpdate() : query);
    return row && this.fromRow(row);
  }

  async findMany(ids: readonly string[]): Promise<Scoring[]> {
    return this.fromRows(await this.scorings().whereIn('id', [...ids]));
  }

  async delegated(): Promise<Scoring[]> {
    return this.fromRows(await this.scorings().where({ status: 'DELEGATED' }));
  }

  /** Newest first. */
  async page(filter: ScoringFilter, request: PageRequest): Promise<Page<Scoring>> {
    const query = this.filtered(filter);
    readPage(query, request);
    return pageOf(await this.fromRows(await query), request);
  }

  async count(filter: ScoringFilter): Promise<number> {
    const [row] = await this.filtered(filter).count<{ count: number | string }[]>();
    return Number(row?.count ?? 0);
  }

  async insert(scoring: Scoring): Promise<void> {
    const { id, organizationId, mode, documentType, country, provider, createdAt, expiresAt } = scoring;
    await this.db('scorings').insert({
      id,
      organization_id: organizationId,
      mode,
      document_type: documentType,
      country,
      provider,
      fallbacks: [...scoring.fallbacks],
      settings: JSON.stringify(scoring.settings),
      max_score_retries: scoring.maxScoreRetries,
      weights_id: scoring.weightsId ?? null,
      created_at: createdAt,
      expires_at: expiresAt,
      version: scoring.version,
      ...(await this.changing(scoring)),
    });
  }

  /** The compare-and-set behind every change: false where another change came first. */
  async update(scoring: Scoring): Promise<boolean> {
    const updated = await this.db('scorings')
      .where({ organization_id: this.organizationId, id: scoring.id, version: scoring.version })
      .update({ ...(await this.changing(scoring)), version: scoring.version + 1 })
      .returning('id');
    return updated.length === 1;
  }

  private async changing(scoring: Scoring) {
    const key = scoring.delegation && (await this.keyring.require(this.db, this.subject(scoring.id)));
    return {
      status: scoring.status,
      attempts: scoring.attempts,
      processing: json(scoring.processing),
      result: scoring.result ?? null,
      scored_by: scoring.scoredBy ?? null,
      scored_at: scoring.scoredAt ?? null,
      score: json(scoring.score),
      failure: json(scoring.failure),
      closed_at: scoring.closedAt ?? null,
      delegation: key ? key.sealJson(scoring.delegation, DELEGATION) : null,
    };
  }

  private filtered({ mode, status, provider, createdFrom, createdTo }: ScoringFilter) {
    const query = this.scorings();
    if (mode) query.where({ mode });
    if (status) query.whereIn('status', [...status]);
    if (provider) query.whereIn('provider', [...provider]);
    if (createdFrom) query.where('created_at', '>=', createdFrom);
    if (createdTo) query.where('created_at', '<', createdTo);
    return query;
  }

  private scorings() {
    return this.db<ScoringRow>('scorings').where('organization_id', this.organizationId);
  }

  private subject(id: string) {
    return { organizationId: this.organizationId, subjectId: id };
  }

  private async fromRows(rows: readonly ScoringRow[]): Promise<Scoring[]> {
    const delegated = rows.filter(({ delegation }) => delegation !== null).map(({ id }) => this.subject(id));
    await this.keyring.findMany(this.db, delegated); // at once, and known from then on
    return Promise.all(rows.map((row) => this.fromRow(row)));
  }

  private async fromRow(row: ScoringRow): Promise<Scoring> {
    const key = row.delegation ? await this.keyring.find(this.db, this.subject(row.id)) : undefined;
    const delegation =
      key && row.delegation ? (key.openJson(row.delegation, DELEGATION) as StoredDelegation) : undefined;
    return {
      id: row.id,
      organizationId: row.organization_id,
      mode: row.mode,
      documentType: row.document_type,
      country: row.country,
      provider: row.provider,
      fallbacks: row.fallbacks,
      settings: row.settings,
      status: row.status,
      version: row.version,
      attempts: row.attempts,
      maxScoreRetries: row.max_score_retries,
      weightsId: row.weights_id ?? undefined,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      processing: row.processing ?? undefined,
      result: row.result ?? undefined,
      scoredBy: row.scored_by ?? undefined,
      scoredAt: row.scored_at ?? undefined,
      score: row.score ?? undefined,
      failure: row.failure ?? undefined,
      closedAt: row.closed_at ?? undefined,
      delegation,
    };
  }
}

const DELEGATION = 'delegation';
const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
