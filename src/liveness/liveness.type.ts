import { Field, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { DateTime } from '../graphql/scalars.js';
import { Upload } from '../graphql/upload.js';
import type { UploadedFile } from '../graphql/upload.js';
import type { LivenessStep } from '../provider/contract.js';
import { LIVENESS_MODES, LIVENESS_PROVIDERS, LIVENESS_STEPS, type LivenessProvider } from './liveness.states.js';

export const LivenessModeEnum = enumOf('LivenessMode', LIVENESS_MODES);
export const LivenessProviderEnum = enumOf('LivenessProvider', LIVENESS_PROVIDERS);
export const LivenessStepEnum = enumOf('LivenessStep', LIVENESS_STEPS);

@InputType({ description: 'One image of a liveness check; without a step it is the selfie.' })
export class LivenessFrameInput {
  @Field(() => LivenessStepEnum, { nullable: true })
  step?: LivenessStep | null;
  @Field(() => Upload)
  image!: Promise<UploadedFile>;
}

@ObjectType('LivenessToken', { simpleResolvers: true })
export class LivenessTokenType {
  @Field(() => String)
  token!: string;
  @Field(() => LivenessProviderEnum)
  provider!: LivenessProvider;
  @Field(() => [LivenessStepEnum], {
    description:
      "For PASSIVE_ACTIVE: what the subject must do, in order; bound to the token, so that a recording can't answer.",
  })
  steps!: LivenessStep[];
  @Field(() => DateTime)
  expiresAt!: Date;
}
