import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { standing } from '../document/capture.service.js';
import { type FileType, pictureOf } from '../document/document.states.js';
import { CaptureType, documentTypeOf, IdentityDocumentType, StorageFileTypeEnum } from '../document/document.type.js';
import { pageRequest, SkippingForwardPageArgs } from '../graphql/connection.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import type { ExaminationService } from '../examination/examination.service.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import type { RequirementsService } from '../requirements/requirements.service.js';
import { RequirementsType, requirementsTypeOf } from '../requirements/requirements.type.js';
import { reportOf, VerificationTestReport } from '../examination/test-report.type.js';
import type { SessionView } from '../session/session-view.type.js';
import { IdentityDocumentConnection, VerificationSessionType } from './verification.type.js';

/** What a verification says beside what every session does. */
@Resolver(() => VerificationSessionType)
export class VerificationFieldsResolver {
  constructor(
    private readonly fields: SubjectFields,
    private readonly examination: ExaminationService,
    private readonly requirementsService: RequirementsService,
  ) {}

  private readonly requirementsLoader = loaderPerRequest(async (ids: readonly string[], context) => {
    const pinned = await this.requirementsService.ofSessions(organizationOf(context), ids);
    return ids.map((id) => pinned.get(id) ?? []);
  });

  @FieldResolver(() => [RequirementsType], {
    nullable: true,
    description: 'The versions that this session pinned; null for SDK tokens.',
  })
  async requirements(@Root() { id }: SessionView, @Ctx() context: RequestContext): Promise<RequirementsType[] | null> {
    if (!isOperator(context)) return null;
    return (await this.requirementsLoader(context).load(id)).map(requirementsTypeOf);
  }

  @FieldResolver()
  missingRequiredFields(@Root() session: SessionView): Promise<string[]> {
    return this.examination.missingFields(session);
  }

  @FieldResolver(() => VerificationTestReport, { nullable: true, description: 'The tests by name.' })
  async testReport(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    const tests = await this.fields.tests(id, context);
    return tests && reportOf(tests);
  }

  @FieldResolver(() => CaptureType, { nullable: true, description: 'The latest capture of this type.' })
  async capture(
    @Root() { id }: SessionView,
    @Arg('fileType', () => StorageFileTypeEnum) fileType: FileType,
    @Ctx() context: RequestContext,
  ) {
    const captures = standing(await this.fields.captures(id, context));
    return pictureOf(captures, fileType) ?? null;
  }

  @FieldResolver(() => IdentityDocumentType, {
    nullable: true,
    description: 'What was read off the document, the most trusted source first.',
  })
  document(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return this.fields.document(id, context);
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
    const all = await this.fields.documents(id, context);
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
