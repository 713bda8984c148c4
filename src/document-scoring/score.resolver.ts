import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { documentTypeOf } from '../document/document.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import type { UploadedFile } from '../graphql/upload.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import { badInput } from '../shared/errors.js';
import type { Comparison, ComparisonService } from './comparison.service.js';
import type { DelegationService } from './delegation.service.js';
import type { ScoreService } from './score.service.js';
import { ScoreScoringInput } from './scoring-input.type.js';
import type { ScoringLivenessService } from './scoring-liveness.service.js';
import {
  CompareProvidersPayload,
  type ComparisonView,
  DelegateScoringPayload,
  GenerateScoringLivenessPayload,
  ScoreScoringPayload,
} from './scoring-payload.type.js';
import type { Scoring } from './scoring.states.js';
import { failureOf, viewOf } from './scoring.type.js';

const MOST_FRAMES = 5;

/** What is shown for a scoring, and who looks at it. */
@Resolver()
export class ScoreResolver {
  constructor(
    private readonly scores: ScoreService,
    private readonly liveness: ScoringLivenessService,
    private readonly delegations: DelegationService,
    private readonly comparisons: ComparisonService,
    private readonly fields: SubjectFields,
  ) {}

  @Mutation(() => ScoreScoringPayload)
  async scoreScoring(
    @Arg('input', () => ScoreScoringInput) input: ScoreScoringInput,
    @Ctx() context: RequestContext,
  ): Promise<ScoreScoringPayload> {
    const principal = requireCaller(context, 'OPERATOR', 'holder');
    const { scoringId, front, back, selfie, livenessToken, frames, wait, idempotencyKey } = input;
    const given = [...(selfie ? [{ step: undefined, image: selfie }] : []), ...(frames ?? [])];
    if (given.length > MOST_FRAMES) throw badInput('input.frames', `holds more than ${MOST_FRAMES} images`);
    const handedIn = {
      front: front ? reader(front) : undefined,
      back: back ? reader(back) : undefined,
      frames: given.map(({ step, image }) => ({ step: step ?? undefined, read: reader(image) })),
      livenessToken: livenessToken ?? undefined,
      idempotencyKey: idempotencyKey ?? undefined,
    };
    const scoring = await this.scores.score(principal, scoringId, handedIn, wait);
    return { scoring: viewOf(scoring) };
  }

  @Mutation(() => GenerateScoringLivenessPayload, {
    description: 'Liveness for a scoring whose identification asks for it (HIGH).',
  })
  async generateScoringLiveness(
    @Arg('scoringId', () => ID) scoringId: string,
    @Ctx() context: RequestContext,
  ): Promise<GenerateScoringLivenessPayload> {
    const { scoring, token, liveness } = await this.liveness.start(
      requireCaller(context, 'OPERATOR', 'holder'),
      scoringId,
    );
    const { steps, expiresAt } = liveness;
    return { scoring: viewOf(scoring), liveness: { token, provider: 'INTERNAL', steps: [...steps], expiresAt } };
  }

  @Mutation(() => DelegateScoringPayload)
  async delegateScoring(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DelegateScoringPayload> {
    const { scoring, delegation } = await this.delegations.delegate(requireOperator(context, 'OPERATOR'), id);
    const { provider, endpoint, credentials, metadata, expiresAt } = delegation;
    return {
      scoring: viewOf(scoring),
      delegation: { provider, endpoint, credentials, metadata, expiresAt: new Date(expiresAt) },
    };
  }

  @Mutation(() => CompareProvidersPayload)
  async compareProviders(
    @Arg('scoringId', () => ID) scoringId: string,
    @Arg('providers', () => [ProviderEnum]) providers: Provider[],
    @Ctx() context: RequestContext,
  ): Promise<CompareProvidersPayload> {
    const { scoring, results, agreement } = await this.comparisons.compare(
      requireOperator(context, 'OPERATOR'),
      scoringId,
      providers,
    );
    const shown = results.map((result) => this.shown(scoring, result, context));
    return { scoring: viewOf(scoring), results: await Promise.all(shown), agreement };
  }

  private async shown(
    scoring: Scoring,
    { provider, judgement, extracted, failure, milliseconds }: Comparison,
    context: RequestContext,
  ): Promise<ComparisonView> {
    const { id: subjectId, organizationId, weightsId } = scoring;
    const document = { id: `${subjectId}/${provider}`, subjectId, organizationId, raw: undefined, accepted: true };
    return {
      provider,
      milliseconds,
      score: await this.fields.score(judgement?.score, weightsId, context),
      tests: this.fields.shownTests(judgement?.tests ?? [], context),
      extracted: extracted ? documentTypeOf({ ...document, ...extracted, dataSource: 'MERGED' }) : null,
      failure: failure ? failureOf(failure) : null,
    };
  }
}

const reader = (image: Promise<UploadedFile>) => async () => (await image).bytes();
