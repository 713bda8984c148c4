import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CaptureType, IdentityDocumentType } from '../document/document.type.js';
import { EventTypeEnum, HistoryEvent } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { ScoreType, TestResultType } from '../examination/score.type.js';
import { connectionType } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { CountryCode, DateTime } from '../graphql/scalars.js';
import { FailureType } from '../graphql/failure.type.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import { ProviderResponse } from '../document/provider-response.type.js';
import { DocumentTypeEnum, ProviderEnum } from '../provider/provider.type.js';
import { SCORING_RESULTS, type ScoringResult } from '../scoring/result.js';
import { DomainError } from '../shared/errors.js';
import type { Mode } from '../shared/principal.js';
import { SCORING_STATUSES, type Scoring, type ScoringFailure, type ScoringStatus } from './scoring.states.js';

export const ScoringStatusEnum = enumOf('ScoringStatus', SCORING_STATUSES);
export const ScoringResultEnum = enumOf('ScoringResult', SCORING_RESULTS);

@ObjectType({ simpleResolvers: true })
export class DocumentSpec {
  @Field(() => DocumentTypeEnum)
  type!: DocumentType;
  @Field(() => CountryCode)
  country!: string;
}

@ObjectType('Scoring', { simpleResolvers: true, description: 'The scoring of one identity document by one provider.' })
export class ScoringType {
  @Field(() => ID)
  id!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'Null for holders.' })
  organization!: OrganizationType | null;
  @Field(() => DocumentSpec)
  document!: DocumentSpec;
  @Field(() => ProviderEnum, { description: 'The provider asked for.' })
  provider!: Provider;
  @Field(() => ProviderEnum, {
    nullable: true,
    description: 'The provider that answered: another where the first failed and a fallback is configured.',
  })
  scoredBy!: Provider | null;
  @Field(() => ScoringStatusEnum)
  status!: ScoringStatus;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => ScoringResultEnum, {
    nullable: true,
    description:
      'Null until scored. INCONCLUSIVE where the answers that are missing, or a person who looks at a sanctions hit, could still make it a PASS.',
  })
  result!: ScoringResult | null;
  @Field(() => Int, { description: 'How often it was scored; a run in which no provider answered is not counted.' })
  attempts!: number;
  @Field(() => Int)
  maxScoreRetries!: number;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime)
  expiresAt!: Date;
  @Field(() => DateTime, { nullable: true })
  scoredAt!: Date | null;
  @Field(() => DateTime, { nullable: true })
  closedAt!: Date | null;
  @Field(() => [CaptureType])
  captures!: CaptureType[];
  @Field(() => ScoreType, { nullable: true, description: 'Null for holders.' })
  score!: ScoreType | null;
  @Field(() => [TestResultType], { nullable: true, description: 'Null until scored, and for holders.' })
  tests!: TestResultType[] | null;
  @Field(() => IdentityDocumentType, {
    nullable: true,
    description: 'What was read off the document; holders see its number masked.',
  })
  extracted!: IdentityDocumentType | null;
  @Field(() => FailureType, { nullable: true, description: 'Why the last run came to nothing.' })
  failure!: FailureType | null;
  @Field(() => [HistoryEvent], { nullable: true, description: 'Null for holders.' })
  history!: HistoryEvent[] | null;
  @Field(() => [ProviderResponse], { nullable: true, description: 'For operators of role ADMIN.' })
  providerResponses!: ProviderResponse[] | null;
}

export const ScoringConnection = connectionType<ScoringType, ScoringView>('Scoring', () => ScoringType);

@InputType('ScoringFilter')
export class ScoringFilterInput {
  @Field(() => [ScoringStatusEnum], { nullable: true })
  status?: ScoringStatus[] | null;
  @Field(() => [ProviderEnum], { nullable: true })
  provider?: Provider[] | null;
  @Field(() => DateTime, { nullable: true })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  createdTo?: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class ScoringUpdate {
  @Field(() => String)
  cursor!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => ScoringType)
  scoring!: ScoringView;
}

/** A scoring as its type shows it; what needs another look-up is left to the resolver. */
export interface ScoringView extends Omit<Scoring, 'failure' | 'score'> {
  readonly document: DocumentSpec;
  readonly failure: FailureType | null;
  readonly stored: Scoring;
}

export const viewOf = ({ failure, score: _score, ...scoring }: Scoring): ScoringView => ({
  ...scoring,
  stored: { ...scoring, failure, score: _score },
  document: { type: scoring.documentType, country: scoring.country },
  failure: failure ? failureOf(failure) : null,
});

export function failureOf({ code, provider }: ScoringFailure): FailureType {
  const { message, retryable } = new DomainError(code);
  return { code, message: provider ? `${provider}: ${message}` : message, retryable };
}
