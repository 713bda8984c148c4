import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import { standing } from '../document/capture.service.js';
import { type FileType, pictureOf } from '../document/document.states.js';
import { DocumentTypeEnum } from '../provider/provider.type.js';
import { CaptureType, IdentityDocumentType, StorageFileTypeEnum } from '../document/document.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { grouped, inOrder } from '../graphql/loader.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { DocumentType } from '../provider/contract.js';
import type { SanctionsService } from '../sanctions/sanctions.service.js';
import { exceptionTypeOf } from '../sanctions/sanctions.type.js';
import type { IdentityService } from './identity.service.js';
import { IdentityType, type IdentityView } from './identity.type.js';

/** What an identity says that lies in other tables: loaded for all identities of a request at once. */
@Resolver(() => IdentityType)
export class IdentityFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly clients: ClientService,
    private readonly identities: IdentityService,
    private readonly sanctions: SanctionsService,
    private readonly fields: SubjectFields,
  ) {}

  private readonly clientLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.clients.findMany(organizationOf(context), ids), ({ id }) => id),
  );
  private readonly sessionLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.identities.sessionsOf(organizationOf(context), ids), ({ identityId }) => identityId),
  );
  private readonly exceptionLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.sanctions.exceptionsOf(organizationOf(context), ids), ({ identityId }) => identityId),
  );

  @FieldResolver()
  organization(@Root() { organizationId }: IdentityView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.organizations.find(organizationId) : null;
  }

  @FieldResolver()
  client(@Root() { clientId }: IdentityView, @Ctx() context: RequestContext) {
    return clientId === undefined ? null : this.clientLoader(context).load(clientId);
  }

  @FieldResolver(() => IdentityDocumentType, {
    nullable: true,
    description: 'The document of this type by which the person was verified last.',
  })
  async document(
    @Root() { id }: IdentityView,
    @Arg('type', () => DocumentTypeEnum) type: DocumentType,
    @Ctx() context: RequestContext,
  ) {
    if (!isOperator(context)) return null;
    const sessions = await this.verifiedSessions(id, context);
    const last = sessions.findLast(({ documentType }) => documentType === type);
    return last ? this.fields.document(last.sessionId, context) : null;
  }

  @FieldResolver(() => CaptureType, {
    nullable: true,
    description: 'The latest image of this type from a session that verified the person.',
  })
  async image(
    @Root() { id }: IdentityView,
    @Arg('fileType', () => StorageFileTypeEnum) fileType: FileType,
    @Ctx() context: RequestContext,
  ) {
    if (!isOperator(context)) return null;
    const sessions = await this.verifiedSessions(id, context);
    const captures = await Promise.all(sessions.map(({ sessionId }) => this.fields.captures(sessionId, context)));
    return pictureOf(standing(captures.flat()), fileType) ?? null;
  }

  @FieldResolver()
  async sanctionsExceptions(@Root() { id }: IdentityView, @Ctx() context: RequestContext) {
    return isOperator(context) ? (await this.exceptionLoader(context).load(id)).map(exceptionTypeOf) : [];
  }

  @FieldResolver()
  history(@Root() { id }: IdentityView, @Ctx() context: RequestContext) {
    return this.fields.history(id, context);
  }

  private async verifiedSessions(id: string, context: RequestContext) {
    return (await this.sessionLoader(context).load(id)).filter(({ verified }) => verified);
  }
}
