import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import type { CaptureService } from '../document/capture.service.js';
import type { EventLog } from '../event/event.service.js';
import { historyEventOf, type HistoryEvent } from '../event/event.type.js';
import { loaderPerRequest, requirePrincipal, type RequestContext } from '../graphql/context.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { WeightsService } from '../weights/weights.service.js';
import { builtInWeightsType, weightsTypeOf } from '../weights/weights.type.js';
import { SessionType } from './session.type.js';
import type { TestService } from './test.service.js';
import type { SessionView } from './verification-session.type.js';

/** What every session says that lies in other tables: loaded for all sessions of a request at once. */
@Resolver(() => SessionType)
export class SessionFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly clients: ClientService,
    private readonly weightsService: WeightsService,
    private readonly captureService: CaptureService,
    private readonly testService: TestService,
    private readonly log: EventLog,
  ) {}

  private readonly clientLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.clients.findMany(organizationOf(context), ids), ({ id }) => id),
  );
  private readonly weightsLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.weightsService.findMany(organizationOf(context), ids), ({ id }) => id),
  );
  private readonly captureLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.captureService.ofSessions(organizationOf(context), ids), ({ sessionId }) => sessionId),
  );
  private readonly historyLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.log.historyOf(organizationOf(context), ids), ({ subjectId }) => subjectId),
  );
  private readonly testLoader = loaderPerRequest(async (ids: readonly string[], context) => {
    const tests = await this.testService.ofSessions(organizationOf(context), ids);
    return ids.map((id) => tests.get(id) ?? []);
  });

  @FieldResolver()
  organization(@Root() { organizationId }: SessionView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.organizations.find(organizationId) : null;
  }

  @FieldResolver()
  client(@Root() { clientId }: SessionView, @Ctx() context: RequestContext) {
    return this.clientLoader(context).load(clientId);
  }

  @FieldResolver()
  async weights(@Root() { weightsId }: SessionView, @Ctx() context: RequestContext) {
    if (!isOperator(context)) return null;
    return this.weightsOf(weightsId, context);
  }

  @FieldResolver()
  async tests(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    if (!isOperator(context)) return null;
    const tests = await this.testLoader(context).load(id);
    return mayJudge(context) ? tests : tests.map((test) => ({ ...test, evidence: undefined }));
  }

  @FieldResolver()
  async score(@Root() { score, weightsId }: SessionView, @Ctx() context: RequestContext) {
    if (!score || !isOperator(context)) return null;
    return { ...score, weights: await this.weightsOf(weightsId, context) };
  }

  @FieldResolver()
  captures(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return this.captureLoader(context).load(id);
  }

  @FieldResolver()
  async history(@Root() { id }: SessionView, @Ctx() context: RequestContext): Promise<HistoryEvent[] | null> {
    if (!isOperator(context)) return null;
    return (await this.historyLoader(context).load(id)).map(historyEventOf);
  }

  private async weightsOf(weightsId: string | undefined, context: RequestContext) {
    const { builtInValues } = this.weightsService;
    if (weightsId === undefined) return builtInWeightsType(builtInValues);
    return weightsTypeOf(await this.weightsLoader(context).load(weightsId), builtInValues);
  }
}

export const organizationOf = (context: RequestContext): string => requirePrincipal(context).organizationId;
export const isOperator = (context: RequestContext): boolean => context.principal?.kind === 'operator';
/** Evidence is for those who decide. */
const mayJudge = ({ principal }: RequestContext): boolean =>
  principal?.kind === 'operator' && principal.role !== 'VIEWER';

function inOrder<Value>(ids: readonly string[], found: readonly Value[], idOf: (value: Value) => string) {
  const byId = new Map(found.map((value) => [idOf(value), value]));
  return ids.map((id) => byId.get(id) ?? new Error(`${id} is gone`));
}

export function grouped<Value>(
  ids: readonly string[],
  found: readonly Value[],
  keyOf: (value: Value) => string,
): Value[][] {
  return ids.map((id) => found.filter((value) => keyOf(value) === id));
}
