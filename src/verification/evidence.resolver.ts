import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type RequestContext, requireCaller } from '../graphql/context.js';
import { readerOf } from '../graphql/upload.js';
import type { DocumentSide } from '../provider/contract.js';
import { viewOf } from '../session/session-view.type.js';
import type { VerificationCaptureService } from './verification-capture.service.js';
import { AddDocumentImageInput } from './verification-input.type.js';
import { AddDocumentImagePayload } from './verification-payload.type.js';

/** The sides of a document, as a subject shows them. */
@Resolver()
export class EvidenceResolver {
  constructor(private readonly captures: VerificationCaptureService) {}

  @Mutation(() => AddDocumentImagePayload)
  addDocumentFront(
    @Arg('input', () => AddDocumentImageInput) input: AddDocumentImageInput,
    @Ctx() context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    return this.addDocument('FRONT', input, context);
  }

  @Mutation(() => AddDocumentImagePayload)
  addDocumentBack(
    @Arg('input', () => AddDocumentImageInput) input: AddDocumentImageInput,
    @Ctx() context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    return this.addDocument('BACK', input, context);
  }

  private async addDocument(
    side: DocumentSide,
    { sessionId, coordinates, image }: AddDocumentImageInput,
    context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    const principal = requireCaller(context, 'OPERATOR', 'sdk');
    const at = { coordinates, ipAddress: context.origin.ipAddress };
    const { session, capture } = await this.captures.addDocument(principal, sessionId, side, readerOf(image), at);
    return {
      session: viewOf(session),
      capture: { ...capture, erasedAt: null },
      quality: { ...capture.quality, reasons: [...capture.quality.reasons] },
    };
  }
}
