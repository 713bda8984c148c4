import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, Duration } from '../graphql/scalars.js';
import type { SessionView } from '../session/session-view.type.js';
import type { Override } from '../verification/verification.states.js';
import { VerificationSessionType } from '../verification/verification.type.js';

@InputType({ description: 'A test harness, SANDBOX only: each true flag makes that test fail.' })
export class FinalizeSettingsInput implements Record<Override, boolean> {
  @Field(() => Boolean, { defaultValue: false })
  docFrontSuspiciousWordsFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontImageManipulationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontOnlineDuplicationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontIsIdentityDocumentFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackSuspiciousWordsFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackImageManipulationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackOnlineDuplicationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackIsIdentityDocumentFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrNameMatchFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrAddressMatchFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrDocumentNumberMatchFail!: boolean;
  @Field(() => String, {
    nullable: true,
    description: "One of AAMVA's structured test cases, e.g. DLDVSTRUCTUREDTEST11.",
  })
  aamvaTestScenario?: string | null;
}

@InputType()
export class FinalizeVerificationInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => FinalizeSettingsInput, { nullable: true })
  settings?: FinalizeSettingsInput | null;
  @Field(() => Duration, { defaultValue: 20_000, description: 'How long to wait for the verdict. At most PT30S.' })
  wait!: number;
}

@ObjectType({ simpleResolvers: true })
export class FinalizeVerificationPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => Boolean, { nullable: true, description: 'Null while the checks go on.' })
  verified!: boolean | undefined;
  @Field(() => Boolean, { nullable: true })
  onSanctionList!: boolean | null;
}

@InputType()
export class OverrideDecisionInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => Boolean)
  verified!: boolean;
  @Field(() => String)
  reason!: string;
  @Field(() => String, { nullable: true })
  note?: string | null;
}

@ObjectType('Decision', { simpleResolvers: true, description: 'A verdict by a person.' })
export class DecisionType {
  @Field(() => Boolean)
  verified!: boolean;
  @Field(() => String, { description: 'Empty once erased.' })
  reason!: string;
  @Field(() => String, { nullable: true })
  note!: string | undefined;
  @Field(() => String, { description: 'The id of the key.' })
  decidedBy!: string;
  @Field(() => DateTime)
  decidedAt!: Date;
}
