import { keyOfPlace, placeOfKey } from '../client/client.states.js';
import type { ClientService } from '../client/client.service.js';
import type { Change, EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import { checkWeights } from '../scoring/weights-check.js';
import type { WeightsValues } from '../scoring/weights.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import { organizationVersions } from '../shared/cache/versions.js';
import type { Database, TenantDb } from '../shared/database.js';
import { badInput, DomainError } from '../shared/errors.js';
import { byId, isId, newId } from '../shared/id.js';
import type { PageRequest } from '../shared/page.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import { type Weights, WeightsRepository } from './weights.repository.js';
import { BUILT_IN, type WeightsPlace } from './weights.states.js';

export type { Weights };

/** Values as somebody proposes them: the coverage may be left as it is. */
export type ProposedValues = Omit<WeightsValues, 'minimumCoverage'> & { readonly minimumCoverage?: number | null };

export interface WeightsUpdate {
  readonly organizationId?: string | null;
  readonly clientId?: string | null;
  readonly userId?: string | null;
  readonly values: ProposedValues;
  readonly basedOn?: string | null;
}

/** Nothing where the built-in weights apply. */
interface InForce {
  readonly weights: Weights | undefined;
}

/** Versions of weights, and which of them applies. */
export class WeightsService {
  private readonly versions: ReadThrough<Weights>;
  private readonly places: ReadThrough<InForce>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    private readonly builtIn: WeightsValues,
    caches: Caches,
  ) {
    this.versions = caches.of<Weights>({
      name: 'weights',
      sealedBy: 'installation',
      load: async (organizationId, ids) =>
        byId(
          await this.database.tenant(organizationId, (db) => new WeightsRepository(db, organizationId).findMany(ids)),
        ),
    });
    this.places = caches.of<InForce>({
      name: 'weights_in_force',
      versions: organizationVersions,
      sealedBy: 'installation',
      load: (organizationId, places) =>
        this.database.tenant(organizationId, async (db) => {
          const repository = new WeightsRepository(db, organizationId);
          const read = async (place: string) =>
            [place, { weights: await repository.inForce(placeOfKey(place)) }] as const;
          return new Map(await Promise.all(places.map(read)));
        }),
    });
  }

  /** What a new session pins; undefined where the built-in weights apply. */
  async inForce(db: TenantDb, organizationId: string, clientId: string | undefined, userId: string | undefined) {
    return new WeightsRepository(db, organizationId).inForce({ clientId, userId });
  }

  /**
   * The version that applies to an application and a user of it; undefined for the built-in weights.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT
   */
  async inForceAt(organizationId: string, place: WeightsPlace): Promise<Weights | undefined> {
    await this.checkPlace(organizationId, place, '');
    return (await this.places.find(organizationId, keyOfPlace(place)))?.weights;
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<Weights[]> {
    return [...(await this.versions.findMany(organizationId, ids)).values()];
  }

  /** Any version, undefined for the built-in one. @throws DomainError NOT_FOUND */
  async byId(organizationId: string, id: string): Promise<Weights | undefined> {
    if (id === BUILT_IN) return undefined;
    const [weights] = isId(id) ? await this.findMany(organizationId, [id.toLowerCase()]) : [];
    if (!weights) throw new DomainError('NOT_FOUND', { message: 'There are no such weights.' });
    return weights;
  }

  /** The values of a pinned version, or the built-in ones. */
  async valuesOf(organizationId: string, id: string | undefined): Promise<WeightsValues> {
    if (id === undefined) return this.builtIn;
    const [weights] = await this.findMany(organizationId, [id]);
    if (!weights) throw new Error('a pinned version of weights is gone');
    return weights.values;
  }

  /** The versions that were saved at one place, newest first. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async history(organizationId: string, place: WeightsPlace, request: PageRequest) {
    await this.checkPlace(organizationId, place, '');
    const read = <T>(ask: (weights: WeightsRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(organizationId, (db) => ask(new WeightsRepository(db, organizationId)));
    const page = await read((weights) => weights.page(place, request));
    return { page, count: () => read((weights) => weights.newestVersion(place)) };
  }

  /**
   * Saves a new version for the organization, an application, or a user of one.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT and WEIGHTS_NO_EFFECT with the path, CONFLICT
   */
  async update(operator: Operator, input: WeightsUpdate): Promise<Weights> {
    const organizationId = ownOrganization(operator, input.organizationId);
    const place = { clientId: input.clientId ?? undefined, userId: input.userId ?? undefined };
    await this.checkPlace(organizationId, place, 'input.');
    return this.log.change(organizationId, async (change) => {
      await change.lock();
      const weights = new WeightsRepository(change.db, organizationId);
      const before = await weights.inForce(place);
      if (input.basedOn && input.basedOn !== (before?.id ?? BUILT_IN)) throw new DomainError('CONFLICT');
      const values = this.complete(input.values, before?.values);
      const cause = { actor: operator.keyId, mode: operator.mode, endpoint: 'Mutation.updateWeights' };
      return this.insert(change, { organizationId, ...place, values, createdBy: operator.keyId }, cause);
    });
  }

  /**
   * The 28 numbers of a proposal.
   * @throws DomainError BAD_USER_INPUT, WEIGHTS_NO_EFFECT with the path of every number at fault
   */
  complete(proposed: ProposedValues, before: WeightsValues = this.builtIn): WeightsValues {
    const values = { ...proposed, minimumCoverage: proposed.minimumCoverage ?? before.minimumCoverage };
    const found = checkWeights(values).map(({ code, path, message }) => ({
      code,
      path: `input.values.${path}`,
      message,
    }));
    const [first] = found;
    if (!first) return values;
    const issues = found.map(({ path, message }) => ({ path, message }));
    throw new DomainError(first.code, { message: `${first.path}: ${first.message}`, issues });
  }

  /** Gives an organization a first version of its own, equal to the built-in weights. */
  async ensure(organizationId: string): Promise<void> {
    await this.log.change(organizationId, async (change) => {
      await change.lock();
      const place = { clientId: undefined, userId: undefined };
      if (await new WeightsRepository(change.db, organizationId).inForce(place)) return;
      const first = { organizationId, ...place, values: this.builtIn, createdBy: undefined };
      await this.insert(change, first, { actor: 'platform', mode: 'LIVE' });
    });
  }

  get builtInValues(): WeightsValues {
    return this.builtIn;
  }

  private async insert(
    { db, now, append }: Change,
    given: Omit<Weights, 'id' | 'version' | 'createdAt'>,
    cause: Parameters<typeof organizationEvent>[1],
  ): Promise<Weights> {
    const { organizationId, clientId, userId } = given;
    const repository = new WeightsRepository(db, organizationId);
    const version = (await repository.newestVersion({ clientId, userId })) + 1;
    const weights = { ...given, id: newId(), version, createdAt: now };
    await repository.insert(weights);
    const data = { weightsId: weights.id, version, ...(clientId ? { clientId } : {}) };
    await append(organizationEvent(organizationId, cause, 'WEIGHTS_UPDATED', data));
    return weights;
  }

  private async checkPlace(organizationId: string, { clientId, userId }: WeightsPlace, prefix: string): Promise<void> {
    if (clientId !== undefined) await this.clients.require(organizationId, clientId);
    else if (userId !== undefined) throw badInput(`${prefix}clientId`, 'is required with userId');
  }
}
