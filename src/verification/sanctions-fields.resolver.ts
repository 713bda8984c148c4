import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { checkOf, type CheckResult } from '../examination/check.states.js';
import { CheckStatusEnum } from '../examination/check.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { DateTime } from '../graphql/scalars.js';
import type { SanctionsService } from '../sanctions/sanctions.service.js';
import { hitOf, SanctionsHit } from '../sanctions/sanctions.type.js';
import type { SessionView } from '../session/session-view.type.js';
import { VerificationSessionType } from './verification.type.js';

/** What lists and the DMV said of a subject; for operators alone. */
@Resolver(() => VerificationSessionType)
export class SanctionsFieldsResolver {
  constructor(
    private readonly fields: SubjectFields,
    private readonly sanctionsService: SanctionsService,
  ) {}

  private readonly hitLoader = loaderPerRequest(async (ids: readonly string[], context) => {
    const hits = await this.sanctionsService.hitsOf(organizationOf(context), ids);
    return ids.map((id) => hits.get(id) ?? null);
  });
  private readonly exceptionLoader = loaderPerRequest(async (ids: readonly string[], context) => {
    const exceptions = await this.sanctionsService.exceptionsOf(organizationOf(context), ids);
    return ids.map((id) => exceptions.filter(({ identityId }) => identityId === id));
  });

  @FieldResolver(() => CheckStatusEnum, { nullable: true })
  async ofacStatus(@Root() session: SessionView, @Ctx() context: RequestContext) {
    return (await this.check('OFAC', session, context))?.status ?? null;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  async ofacDetectedAt(@Root() session: SessionView, @Ctx() context: RequestContext) {
    return (await this.check('OFAC', session, context))?.at ?? null;
  }

  @FieldResolver(() => CheckStatusEnum, { nullable: true })
  async dmvStatus(@Root() session: SessionView, @Ctx() context: RequestContext) {
    return (await this.check('AAMVA', session, context))?.status ?? null;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  async dmvDetectedAt(@Root() session: SessionView, @Ctx() context: RequestContext) {
    return (await this.check('AAMVA', session, context))?.at ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether a hit is corroborated by a birth date or an id; null where nobody was screened.',
  })
  onSanctionList(@Root() { id }: SessionView, @Ctx() context: RequestContext): Promise<boolean | null> {
    return this.fields.onSanctionList(id, context);
  }

  @FieldResolver(() => [SanctionsHit], { nullable: true, description: 'Entries that may be the subject.' })
  async sanctions(@Root() { id, identityId }: SessionView, @Ctx() context: RequestContext) {
    if (!isOperator(context)) return null;
    const matches = await this.hitLoader(context).load(id);
    const exceptions = identityId === undefined ? [] : await this.exceptionLoader(context).load(identityId);
    return matches?.map((match) => hitOf(match, exceptions)) ?? null;
  }

  private async check(
    name: 'OFAC' | 'AAMVA',
    { id, completedAt, finalizeRequestedAt }: SessionView,
    context: RequestContext,
  ): Promise<CheckResult | null> {
    const tests = await this.fields.tests(id, context);
    if (!tests) return null;
    return finalizeRequestedAt && !completedAt ? { status: 'PENDING', at: undefined } : checkOf(name, tests);
  }
}
