import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { type RequestContext, requireOperator, requirePrincipal } from '../graphql/context.js';
import type { CatalogService } from './catalog.service.js';
import { ReasonType, SandboxScenarioType } from './catalog.type.js';

@Resolver()
export class CatalogResolver {
  constructor(private readonly catalog: CatalogService) {}

  @Query(() => [ReasonType], {
    description:
      'Every reason that a test or refusal can give, with a text for operators and one that a holder may see.',
  })
  reasonCatalog(
    @Arg('language', () => String, { defaultValue: 'en' }) language: string,
    @Ctx() context: RequestContext,
  ): ReasonType[] {
    requirePrincipal(context);
    return this.catalog.reasons(language);
  }

  @Query(() => [SandboxScenarioType], {
    description: 'What the sandbox can be asked to do: magic documents, AAMVA test cases, faults of providers.',
  })
  sandboxCatalog(@Ctx() context: RequestContext): SandboxScenarioType[] {
    requireOperator(context);
    return this.catalog.sandboxScenarios();
  }
}
