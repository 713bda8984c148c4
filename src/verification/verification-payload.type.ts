import { Field, ObjectType } from 'type-graphql';
import { CaptureQuality, CaptureType } from '../document/document.type.js';
import type { SessionView } from '../session/session-view.type.js';
import { VerificationSessionType } from './verification.type.js';

@ObjectType({ simpleResolvers: true })
export class CreateVerificationSessionPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => String, { description: "For the SDK on the subject's device: this session alone, until it expires." })
  sdkToken!: string;
}

@ObjectType({ simpleResolvers: true })
export class VerificationSessionPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
}

@ObjectType({ simpleResolvers: true })
export class AddDocumentImagePayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => CaptureType)
  capture!: CaptureType;
  @Field(() => CaptureQuality)
  quality!: CaptureQuality;
}
