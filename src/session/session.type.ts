import { Field, ID, InterfaceType } from 'type-graphql';
import { ClientType } from '../client/client.type.js';
import { CaptureType } from '../document/document.type.js';
import { ProviderResponse } from '../document/provider-response.type.js';
import { HistoryEvent } from '../event/event.type.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime, JsonObject, Url } from '../graphql/scalars.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import type { LivenessMode, LivenessProvider } from '../liveness/liveness.states.js';
import { LivenessModeEnum, LivenessProviderEnum } from '../liveness/liveness.type.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import type { Mode } from '../shared/principal.js';
import { WeightsType } from '../weights/weights.type.js';
import { ScoreType, TestResultType } from '../examination/score.type.js';
import {
  SESSION_STATUSES,
  STATUS_REASONS,
  type Session,
  type SessionStatus,
  type SessionStatusReason,
} from './session.states.js';

export const SessionStatusEnum = enumOf('SessionStatus', SESSION_STATUSES);
export const SessionStatusReasonEnum = enumOf('SessionStatusReason', STATUS_REASONS);
export const AamvaRetryEnum = enumOf(
  'AamvaRetry',
  ['SKIP', 'TEMPORARILY_BLOCKED', 'TEMPORARILY_COMPLETE'],
  'What happens when the DMV cannot be asked.',
);

/** What every session says of itself. */
@InterfaceType('Session', {
  resolveType: ({ kind }: Pick<Session, 'kind'>) =>
    kind === 'VERIFICATION' ? 'VerificationSession' : 'AuthenticationSession',
})
export abstract class SessionType {
  @Field(() => ID)
  id!: string;
  @Field(() => OrganizationType, {
    nullable: true,
    description:
      'Null for SDK tokens, as are weights, tests, score, history, decisions, sanctions and provider answers.',
  })
  organization!: OrganizationType | null;
  @Field(() => ClientType)
  client!: ClientType;
  @Field(() => ID, { nullable: true })
  userId!: string | null;
  @Field(() => ProviderEnum)
  provider!: Provider;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => SessionStatusEnum)
  status!: SessionStatus;
  @Field(() => SessionStatusReasonEnum, { nullable: true })
  statusReason!: SessionStatusReason | null;
  @Field(() => DateTime, { nullable: true, description: 'When a source that was unavailable is asked again.' })
  retryAt!: Date | null;
  @Field(() => Boolean, { description: 'True while the verdict may still change by itself.' })
  provisional!: boolean;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime, { nullable: true })
  completedAt!: Date | null;
  @Field(() => DateTime)
  expiresAt!: Date;
  @Field(() => String, { nullable: true })
  firstName!: string | null;
  @Field(() => String, { nullable: true })
  middleName!: string | null;
  @Field(() => String, { nullable: true })
  lastName!: string | null;
  @Field(() => String, { nullable: true })
  nameSuffix!: string | null;
  @Field(() => LivenessModeEnum)
  livenessMode!: LivenessMode;
  @Field(() => LivenessProviderEnum)
  livenessProvider!: LivenessProvider;
  @Field(() => Boolean)
  livenessDetected!: boolean;
  @Field(() => DateTime, { nullable: true })
  livenessDetectedAt!: Date | null;
  @Field(() => Boolean)
  selfieGiven!: boolean;
  @Field(() => DateTime, { nullable: true })
  selfieGivenAt!: Date | null;
  @Field(() => JsonObject)
  metadata!: Readonly<Record<string, string>>;
  @Field(() => JsonObject)
  sdkMetadata!: Readonly<Record<string, unknown>>;
  @Field(() => Url, { nullable: true })
  webhookUrl!: string | null;
  @Field(() => WeightsType, { nullable: true })
  weights!: WeightsType | null;
  @Field(() => [TestResultType], { nullable: true })
  tests!: TestResultType[] | null;
  @Field(() => ScoreType, { nullable: true })
  score!: ScoreType | null;
  @Field(() => [CaptureType])
  captures!: CaptureType[];
  @Field(() => [HistoryEvent], { nullable: true })
  history!: HistoryEvent[] | null;
  @Field(() => DateTime, { nullable: true })
  erasedAt!: Date | null;
  @Field(() => [ProviderResponse], {
    nullable: true,
    description: 'What the providers answered, word for word; for operators of role ADMIN.',
  })
  providerResponses!: ProviderResponse[] | null;
}
