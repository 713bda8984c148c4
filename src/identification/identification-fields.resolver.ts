import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ScoringService } from '../document-scoring/scoring.service.js';
import { viewOf as scoringViewOf } from '../document-scoring/scoring.type.js';
import type { HistoryEvent } from '../event/event.type.js';
import type { SubjectFields } from '../examination/subject-fields.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { grouped, inOrder } from '../graphql/loader.js';
import type { OrganizationService } from '../organization/organization.service.js';
import { masked } from '../shared/mask.js';
import type { IdentificationService } from './identification.service.js';
import type { ValidationAttempt } from './identification.states.js';
import { IdentificationType, type IdentificationView } from './identification.type.js';

/** What an identification says that lies in other tables, or that not everybody may read. */
@Resolver(() => IdentificationType)
export class IdentificationFieldsResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly scorings: ScoringService,
    private readonly identifications: IdentificationService,
    private readonly fields: SubjectFields,
  ) {}

  private readonly scoringLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.scorings.findMany(organizationOf(context), ids), ({ id }) => id),
  );
  private readonly attemptLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(
      ids,
      await this.identifications.attemptsOf(organizationOf(context), ids),
      (attempt) => attempt.identificationId,
    ),
  );

  @FieldResolver()
  organization(@Root() { organizationId }: IdentificationView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.organizations.find(organizationId) : null;
  }

  @FieldResolver()
  identityDocument(@Root() { declared: { identityDocument } }: IdentificationView, @Ctx() context: RequestContext) {
    if (!identityDocument || isOperator(context)) return identityDocument ?? null;
    return { ...identityDocument, documentNumber: masked(identityDocument.documentNumber) };
  }

  @FieldResolver()
  async scoring(@Root() { scoringId }: IdentificationView, @Ctx() context: RequestContext) {
    const scoring = await this.scoringLoader(context).load(scoringId);
    return scoringViewOf(scoring);
  }

  @FieldResolver()
  async attempts(@Root() { id }: IdentificationView, @Ctx() context: RequestContext) {
    if (!isOperator(context)) return null;
    return (await this.attemptLoader(context).load(id)).map(shown);
  }

  @FieldResolver()
  history(@Root() { id }: IdentificationView, @Ctx() context: RequestContext): Promise<HistoryEvent[] | null> {
    return this.fields.history(id, context);
  }
}

const ERASED = { installationId: '', fingerprint: '', userAgent: '' };
const shown = ({ attemptedAt, accepted, device = ERASED }: ValidationAttempt) => ({ attemptedAt, accepted, ...device });
