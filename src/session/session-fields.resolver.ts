import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import type { ProviderResponseService } from '../document/provider-response.service.js';
import type { HistoryEvent } from '../event/event.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { inOrder } from '../graphql/loader.js';
import type { IdentityService } from '../identity/identity.service.js';
import { redacted } from '../identity/identity.states.js';
import { IdentityType, viewOf as identityViewOf } from '../identity/identity.type.js';
import type { LocationCaptureType, LocationService } from '../location/location.service.js';
import { LocationCaptureTypeEnum, SessionLocation } from '../location/location.type.js';
import type { OrganizationService } from '../organization/organization.service.js';
import { SessionType } from './session.type.js';
import type { SessionView } from './session-view.type.js';

/** What every session says that lies in other tables: loaded for all sessions of a request at once. */
@Resolver(() => SessionType)
export class SessionFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly clients: ClientService,
    private readonly identities: IdentityService,
    private readonly fields: SubjectFields,
    private readonly locations: LocationService,
    private readonly responses: ProviderResponseService,
  ) {}

  private readonly clientLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.clients.findMany(organizationOf(context), ids), ({ id }) => id),
  );

  private readonly identityLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.identities.read(organizationOf(context), ids), ({ id }) => id),
  );

  @FieldResolver(() => IdentityType, { nullable: true })
  async identity(@Root() { identityId }: SessionView, @Ctx() context: RequestContext) {
    if (identityId === undefined) return null;
    const identity = await this.identityLoader(context).load(identityId);
    return identityViewOf(isOperator(context) ? identity : redacted(identity));
  }

  @FieldResolver()
  organization(@Root() { organizationId }: SessionView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.organizations.find(organizationId) : null;
  }

  @FieldResolver()
  client(@Root() { clientId }: SessionView, @Ctx() context: RequestContext) {
    return this.clientLoader(context).load(clientId);
  }

  @FieldResolver()
  weights(@Root() { weightsId }: SessionView, @Ctx() context: RequestContext) {
    return this.fields.weights(weightsId, context);
  }

  @FieldResolver()
  tests(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return this.fields.tests(id, context);
  }

  @FieldResolver()
  score(@Root() { score, weightsId }: SessionView, @Ctx() context: RequestContext) {
    return this.fields.score(score, weightsId, context);
  }

  @FieldResolver()
  captures(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return this.fields.captures(id, context);
  }

  @FieldResolver()
  async providerResponses(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    const { principal } = context;
    if (principal?.kind !== 'operator' || principal.role !== 'ADMIN') return null;
    return this.responses.about(await this.fields.captures(id, context));
  }

  @FieldResolver()
  history(@Root() { id }: SessionView, @Ctx() context: RequestContext): Promise<HistoryEvent[] | null> {
    return this.fields.history(id, context);
  }

  @FieldResolver(() => SessionLocation, { nullable: true })
  async location(
    @Root() { id, settings }: SessionView,
    @Arg('captureType', () => LocationCaptureTypeEnum) captureType: LocationCaptureType,
    @Ctx() context: RequestContext,
  ): Promise<SessionLocation | null> {
    const found = await this.locations.find(await this.fields.captures(id, context), captureType);
    const collected = settings.collectLocationData;
    return found || !collected ? { ...found, collected, captureType } : null;
  }
}
