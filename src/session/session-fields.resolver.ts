import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import { type CaptureService, standing } from '../document/capture.service.js';
import { type DocumentService, mergedDocument } from '../document/document.service.js';
import { CaptureType, documentTypeOf, IdentityDocumentType, StorageFileTypeEnum } from '../document/document.type.js';
import type { FileType } from '../document/document.states.js';

import type { EventLog } from '../event/event.service.js';
import { historyEventOf, HistoryEvent } from '../event/event.type.js';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { loaderPerRequest, requirePrincipal, type RequestContext } from '../graphql/context.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { WeightsService } from '../weights/weights.service.js';
import { weightsTypeOf } from '../weights/weights.type.js';
import { reportOf } from './test-report.type.js';
import type { TestService } from './test.service.js';
import { IdentityDocumentConnection, type SessionView, VerificationSessionType } from './verification-session.type.js';

/** What a session says that lies in other tables: loaded for all sessions of a request at once. */
@Resolver(() => VerificationSessionType)
export class SessionFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly clients: ClientService,
    private readonly weightsService: WeightsService,
    private readonly captureService: CaptureService,
    private readonly documentService: DocumentService,
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
  private readonly documentLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.documentService.ofSessions(organizationOf(context), ids), ({ sessionId }) => sessionId),
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
  async testReport(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return isOperator(context) ? reportOf(await this.testLoader(context).load(id)) : null;
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

  @FieldResolver(() => CaptureType, { nullable: true, description: 'The latest capture of this type.' })
  async capture(
    @Root() { id }: SessionView,
    @Arg('fileType', () => StorageFileTypeEnum) fileType: FileType,
    @Ctx() context: RequestContext,
  ) {
    const captures = standing(await this.captureLoader(context).load(id));
    return captures.findLast((capture) => capture.fileType === fileType) ?? null;
  }

  @FieldResolver()
  async history(@Root() { id }: SessionView, @Ctx() context: RequestContext): Promise<HistoryEvent[] | null> {
    if (!isOperator(context)) return null;
    return (await this.historyLoader(context).load(id)).map(historyEventOf);
  }

  @FieldResolver(() => IdentityDocumentType, { nullable: true })
  async document(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    const merged = mergedDocument(await this.documentLoader(context).load(id));
    return merged ? documentTypeOf(merged) : null;
  }

  @FieldResolver(() => IdentityDocumentConnection, {
    description: 'Everything read, one per source (OCR, MRZ, barcode, DMV …).',
  })
  async documents(@Root() { id }: SessionView, @Args() args: ForwardPageArgs, @Ctx() context: RequestContext) {
    const { limit, after } = pageRequest(args);
    const all = await this.documentLoader(context).load(id);
    const rest = after ? all.filter((document) => document.id > after) : all;
    const rows = rest.slice(0, limit).map(documentTypeOf);
    const page = { rows, hasNextPage: rest.length > limit, hasPreviousPage: after !== undefined };
    return new IdentityDocumentConnection(
      page,
      (document) => document.id,
      () => all.length,
    );
  }

  private async weightsOf(weightsId: string | undefined, context: RequestContext) {
    const weights = weightsId === undefined ? undefined : await this.weightsLoader(context).load(weightsId);
    return weightsTypeOf(weights, this.weightsService.builtInValues);
  }
}

const organizationOf = (context: RequestContext): string => requirePrincipal(context).organizationId;
const isOperator = (context: RequestContext): boolean => context.principal?.kind === 'operator';
/** Evidence is for those who decide. */
const mayJudge = ({ principal }: RequestContext): boolean =>
  principal?.kind === 'operator' && principal.role !== 'VIEWER';

function inOrder<Value>(ids: readonly string[], found: readonly Value[], idOf: (value: Value) => string) {
  const byId = new Map(found.map((value) => [idOf(value), value]));
  return ids.map((id) => byId.get(id) ?? new Error(`${id} is gone`));
}

function grouped<Value>(ids: readonly string[], found: readonly Value[], keyOf: (value: Value) => string): Value[][] {
  return ids.map((id) => found.filter((value) => keyOf(value) === id));
}
