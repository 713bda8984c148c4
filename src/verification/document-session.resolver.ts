import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IdentityDocumentType } from '../document/document.type.js';
import { type RequestContext, requirePrincipal } from '../graphql/context.js';
import type { SessionService } from '../session/session.service.js';
import { viewOf } from '../session/session-view.type.js';
import { VerificationSessionType } from './verification.type.js';

/** From a document back to the verification that it was shown in. */
@Resolver(() => IdentityDocumentType)
export class DocumentSessionResolver {
  constructor(private readonly sessions: SessionService) {}

  @FieldResolver(() => VerificationSessionType, { nullable: true })
  session(@Root() { subjectId }: IdentityDocumentType, @Ctx() context: RequestContext) {
    return this.sessions.show(requirePrincipal(context), subjectId, 'VERIFICATION', viewOf);
  }
}
