import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { HistoryEvent } from '../event/event.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { isOperator, type RequestContext } from '../graphql/context.js';
import type { OrganizationService } from '../organization/organization.service.js';
import { masked } from '../shared/mask.js';
import type { ProviderResponseService } from '../document/provider-response.service.js';
import { ScoringType, type ScoringView } from './scoring.type.js';

/** What a scoring says that lies in other tables: loaded for all scorings of a request at once. */
@Resolver(() => ScoringType)
export class ScoringFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly responses: ProviderResponseService,
    private readonly fields: SubjectFields,
  ) {}

  @FieldResolver()
  organization(@Root() { organizationId }: ScoringView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.organizations.find(organizationId) : null;
  }

  @FieldResolver()
  captures(@Root() { id }: ScoringView, @Ctx() context: RequestContext) {
    return this.fields.captures(id, context);
  }

  @FieldResolver()
  score(@Root() { stored, weightsId }: ScoringView, @Ctx() context: RequestContext) {
    return this.fields.score(stored.score, weightsId, context);
  }

  @FieldResolver()
  async tests(@Root() { id, scoredAt }: ScoringView, @Ctx() context: RequestContext) {
    return scoredAt ? this.fields.tests(id, context) : null;
  }

  @FieldResolver()
  async extracted(@Root() { id }: ScoringView, @Ctx() context: RequestContext) {
    const document = await this.fields.document(id, context);
    if (!document || isOperator(context)) return document;
    const { documentNumber, refNumber, ...rest } = document;
    return {
      ...rest,
      ...(documentNumber === undefined ? {} : { documentNumber: masked(documentNumber) }),
      ...(refNumber === undefined ? {} : { refNumber: masked(refNumber) }),
    };
  }

  @FieldResolver()
  history(@Root() { id }: ScoringView, @Ctx() context: RequestContext): Promise<HistoryEvent[] | null> {
    return this.fields.history(id, context);
  }

  @FieldResolver()
  async providerResponses(@Root() { id }: ScoringView, @Ctx() context: RequestContext) {
    const { principal } = context;
    if (principal?.kind !== 'operator' || principal.role !== 'ADMIN') return null;
    return this.responses.about(await this.fields.captures(id, context));
  }
}
