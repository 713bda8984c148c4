import { checkExpiry, type ScoringCreationService } from '../document-scoring/scoring-creation.service.js';
import { DOCUMENT_ONLY, type ScoringSettings } from '../document-scoring/scoring.states.js';
import type { Change, EventLog } from '../event/event.service.js';
import { causeOf, eventOf } from '../event/subject-change.js';
import type { TokenService } from '../key/token.service.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { addSeconds } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { Jobs } from '../shared/jobs.js';
import type { Keyring } from '../shared/keyring.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import { IDENTIFICATION_EXPIRY, type IdentificationService } from './identification.service.js';
import type { ConfigurationName, Declared, Identification } from './identification.states.js';
import { type Level, LEVELS } from './level.js';
import { checkDocument, type GivenDocument, SHOWN_AS } from './national-document.js';

const ENDPOINT = 'Mutation.createIdentification';
const LONGEST_NAME = 200;
/** How often the scoring may be scored, and validation tried. */
export const MOST_TRIES = 5;

export interface NewIdentification {
  readonly organizationId: string;
  readonly name?: string | null;
  readonly lastName?: string | null;
  readonly identityDocument?: GivenDocument | null;
  readonly configurationName: ConfigurationName;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly provider: Provider;
  readonly idempotencyKey?: string | null;
}
interface Checked {
  readonly declared: Declared;
  readonly warnings: readonly string[];
  readonly document: { readonly type: DocumentType; readonly country: string };
}

/** Opens identifications, each with its scoring, and hands out the tokens for the holders' devices. */
export class IdentificationCreationService {
  constructor(
    private readonly identifications: IdentificationService,
    private readonly scorings: ScoringCreationService,
    private readonly log: EventLog,
    private readonly providers: ProviderRegistry,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
    private readonly tokens: TokenService,
    private readonly jobs: Jobs,
  ) {}

  /**
   * @throws DomainError BAD_USER_INPUT, DOCUMENT_NUMBER_INVALID, NOT_FOUND, FORBIDDEN, PROVIDER_UNSUPPORTED,
   * PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED
   */
  async create(
    operator: Operator,
    input: NewIdentification,
  ): Promise<{ identification: Identification; holderToken: string }> {
    const { mode } = operator;
    const organizationId = ownOrganization(operator, input.organizationId);
    const checked = await this.check(operator, input);
    const id = await this.log.change(organizationId, async (change) => {
      const { idempotencyKey: key, ...asked } = input;
      const id = newId();
      const request = { organizationId, operation: ENDPOINT, key, input: { ...asked, mode } };
      const first = await takeIdempotencyKey(change.db, request, id, change.now);
      if (first) return first;
      await this.open(operator, id, input, checked, change);
      return id;
    });
    const identification = await this.identifications.require(operator, id);
    return { identification, holderToken: await this.tokenOf(identification) };
  }

  private async check({ organizationId, mode }: Operator, input: NewIdentification): Promise<Checked> {
    checkExpiry(input.expiresIn);
    const [name, lastName] = [nameIn('name', input.name), nameIn('lastName', input.lastName)];
    const given = input.identityDocument ? checkDocument(input.identityDocument, mode) : undefined;
    const declared = { name, lastName, identityDocument: given?.document };
    const document = given
      ? { type: SHOWN_AS[given.document.documentType], country: given.document.country }
      : UNDECLARED;
    const wanted = { organizationId, provider: input.provider, mode, document };
    await this.requireLevel(LEVELS[input.configurationName], wanted);
    return { declared, warnings: given?.warnings ?? [], document };
  }

  /** What nobody can test cannot be promised. */
  private async requireLevel(level: Level, wanted: Parameters<ProviderRegistry['requireSupport']>[0]): Promise<void> {
    await this.providers.requireSupport(wanted);
    const able = await Promise.all([
      ...level.ofProvider.map((capability) => this.providers.has(capability, wanted)),
      ...level.ofAnybody.map((capability) => this.providers.has(capability, wanted, 'anybody')),
    ]);
    if (able.includes(false))
      throw new DomainError('PROVIDER_UNSUPPORTED', { provider: wanted.provider.toLowerCase() });
  }

  private async open(
    operator: Operator,
    id: string,
    { configurationName, provider, expiresIn }: NewIdentification,
    { declared, document, warnings }: Checked,
    change: Change,
  ): Promise<void> {
    const { organizationId, mode } = operator;
    const { db, now, append } = change;
    const scoringId = newId();
    const asked = { id: scoringId, endpoint: ENDPOINT, organizationId, document, provider, expiresIn };
    const settings = settingsOf(LEVELS[configurationName]);
    await this.scorings.open(operator, { ...asked, settings, maxScoreRetries: MOST_TRIES }, change);
    const identification: Identification = {
      id,
      organizationId,
      mode,
      configurationName,
      scoringId,
      declared,
      status: 'PENDING',
      version: 1,
      tries: 0,
      rejectionReasons: [],
      createdAt: now,
      expiresAt: addSeconds(now, expiresIn / 1000),
      validatedAt: undefined,
      closedAt: undefined,
      device: undefined,
    };
    const subject = { organizationId, subjectId: id };
    await this.keyring.create(db, subject, now);
    await this.identifications.repository(db, organizationId).insert(identification);
    const { name, lastName, identityDocument } = declared;
    await this.search.addWords(db, subject, [name, lastName, identityDocument?.documentNumber]);
    const job = { organizationId, identificationId: id };
    await this.jobs.send(db, IDENTIFICATION_EXPIRY, job, identification.expiresAt);
    const data = { scoringId, configurationName, ...(warnings.length > 0 ? { warnings } : {}) };
    const event = { type: 'IDENTIFICATION_CREATED' as const, data };
    await append(eventOf('identification', identification, causeOf(operator, ENDPOINT), event));
  }

  private tokenOf({ organizationId, id, scoringId, mode, expiresAt }: Identification): Promise<string> {
    return this.tokens.issue({ kind: 'holder', organizationId, identificationId: id, scoringId, mode, expiresAt });
  }
}

/** Where no document was declared. */
const UNDECLARED = { type: 'IDENTITY_CARD', country: 'ES' } as const;

function nameIn(field: 'name' | 'lastName', value: string | null | undefined): string | undefined {
  const name = value?.trim();
  if (name !== undefined && name.length > LONGEST_NAME)
    throw badInput(`input.${field}`, `is longer than ${LONGEST_NAME} characters`);
  return name === '' ? undefined : name;
}

const settingsOf = ({ allSides, selfie, passed }: Level): ScoringSettings => ({
  ...DOCUMENT_ONLY,
  allSides,
  performLivenessTest: selfie,
  performOfacTest: passed.includes('OFAC'),
  livenessMode: selfie ? 'PASSIVE_ACTIVE' : 'PASSIVE',
});
