import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { viewOf } from '../session/session-view.type.js';
import { VerificationSessionPayload } from '../verification/verification-payload.type.js';
import { OVERRIDE_NAMES } from '../verification/verification.states.js';
import type { DecisionService } from './decision.service.js';
import type { FinalizeService } from './finalize.service.js';
import {
  type FinalizeSettingsInput,
  FinalizeVerificationInput,
  FinalizeVerificationPayload,
  OverrideDecisionInput,
} from './verdict.type.js';

/** The verdict on a verification: asked for by the subject or an operator, and overridden by people. */
@Resolver()
export class VerdictResolver {
  constructor(
    private readonly finalize: FinalizeService,
    private readonly decisions: DecisionService,
    private readonly fields: SubjectFields,
  ) {}

  @Mutation(() => FinalizeVerificationPayload)
  async finalizeVerification(
    @Arg('input', () => FinalizeVerificationInput) { sessionId, settings, wait }: FinalizeVerificationInput,
    @Ctx() context: RequestContext,
  ): Promise<FinalizeVerificationPayload> {
    const harness = settings ? harnessOf(settings) : undefined;
    const session = await this.finalize.finalize(requireCaller(context, 'OPERATOR', 'sdk'), sessionId, harness, wait);
    const onSanctionList = await this.fields.onSanctionList(session.id, context);
    return { session: viewOf(session), verified: session.verified, onSanctionList };
  }

  @Mutation(() => VerificationSessionPayload, {
    description: 'A verdict by a person, on a session that is COMPLETE or TEMPORARILY_BLOCKED; else CONFLICT.',
  })
  async overrideDecision(
    @Arg('input', () => OverrideDecisionInput) { sessionId, ...decision }: OverrideDecisionInput,
    @Ctx() context: RequestContext,
  ): Promise<VerificationSessionPayload> {
    return {
      session: viewOf(await this.decisions.override(requireOperator(context, 'OPERATOR'), sessionId, decision)),
    };
  }
}

const harnessOf = (settings: FinalizeSettingsInput) => ({
  overrides: OVERRIDE_NAMES.filter((name) => settings[name]),
  dmvScenario: settings.aamvaTestScenario,
});
