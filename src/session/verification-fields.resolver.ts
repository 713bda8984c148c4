import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type CaptureService, standing } from '../document/capture.service.js';
import type { FileType } from '../document/document.states.js';
import { type DocumentService, mergedDocument } from '../document/document.service.js';
import { CaptureType, documentTypeOf, IdentityDocumentType, StorageFileTypeEnum } from '../document/document.type.js';
import { pageRequest, SkippingForwardPageArgs } from '../graphql/connection.js';
import { loaderPerRequest, type RequestContext } from '../graphql/context.js';
import { grouped, isOperator, organizationOf } from './session-fields.resolver.js';
import { reportOf, VerificationTestReport } from './test-report.type.js';
import type { TestService } from './test.service.js';
import { IdentityDocumentConnection, type SessionView, VerificationSessionType } from './verification-session.type.js';

/** What a verification says beside what every session does. */
@Resolver(() => VerificationSessionType)
export class VerificationFieldsResolver {
  constructor(
    private readonly captureService: CaptureService,
    private readonly documentService: DocumentService,
    private readonly testService: TestService,
  ) {}

  private readonly documentLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.documentService.ofSessions(organizationOf(context), ids), ({ sessionId }) => sessionId),
  );

  @FieldResolver(() => VerificationTestReport, { nullable: true, description: 'The tests by name.' })
  async testReport(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    if (!isOperator(context)) return null;
    const tests = await this.testService.ofSessions(organizationOf(context), [id]);
    return reportOf(tests.get(id) ?? []);
  }

  @FieldResolver(() => CaptureType, { nullable: true, description: 'The latest capture of this type.' })
  async capture(
    @Root() { id }: SessionView,
    @Arg('fileType', () => StorageFileTypeEnum) fileType: FileType,
    @Ctx() context: RequestContext,
  ) {
    const captures = standing(await this.captureService.ofSessions(organizationOf(context), [id]));
    return captures.findLast((capture) => capture.fileType === fileType) ?? null;
  }

  @FieldResolver(() => IdentityDocumentType, {
    nullable: true,
    description: 'What was read off the document, the most trusted source first.',
  })
  async document(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    const merged = mergedDocument(await this.documentLoader(context).load(id));
    return merged ? documentTypeOf(merged) : null;
  }

  @FieldResolver(() => IdentityDocumentConnection, {
    description: 'Everything read, one per source (OCR, MRZ, barcode, DMV …).',
  })
  async documents(
    @Root() { id }: SessionView,
    @Args(() => SkippingForwardPageArgs) args: SkippingForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const { limit, after, skip } = pageRequest(args);
    const all = await this.documentLoader(context).load(id);
    const rest = (after ? all.filter((document) => document.id > after) : all).slice(skip);
    const rows = rest.slice(0, limit).map(documentTypeOf);
    const page = { rows, hasNextPage: rest.length > limit, hasPreviousPage: after !== undefined || skip > 0 };
    return new IdentityDocumentConnection(
      page,
      (document) => document.id,
      () => all.length,
    );
  }
}
