import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver } from 'type-graphql';
import { PageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import { present } from '../graphql/present.js';
import { OrganizationType } from '../organization/organization.type.js';
import { deviceOf } from './device.states.js';
import type { IdentificationCreationService } from './identification-creation.service.js';
import type { IdentificationService } from './identification.service.js';
import {
  CloseIdentificationPayload,
  CreateIdentificationInput,
  CreateIdentificationPayload,
  IdentificationConnection,
  IdentificationFilterInput,
  IdentificationType,
  type IdentificationView,
  ValidateIdentificationInput,
  ValidateIdentificationPayload,
  viewOf,
} from './identification.type.js';
import type { ValidationService } from './validation.service.js';

/** Identifications from their creation to their end. */
@Resolver(() => OrganizationType)
export class IdentificationResolver {
  constructor(
    private readonly service: IdentificationService,
    private readonly creation: IdentificationCreationService,
    private readonly validation: ValidationService,
  ) {}

  @Query(() => IdentificationType, { nullable: true })
  async identification(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<IdentificationView | null> {
    const device = deviceOf({}, context.headers, context.origin);
    const found = await this.service.readOn(requireCaller(context, 'VIEWER', 'holder'), id, device);
    return found ? viewOf(found) : null;
  }

  @FieldResolver(() => IdentificationConnection, { description: 'Newest first.' })
  async identifications(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @Arg('filter', () => IdentificationFilterInput, { nullable: true }) filter?: IdentificationFilterInput | null,
  ) {
    const asked = present(filter ?? {});
    const { page, count } = await this.service.list(requireOperator(context), asked, pageRequest(args));
    return new IdentificationConnection({ ...page, rows: page.rows.map(viewOf) }, ({ id }) => id, count);
  }

  @Mutation(() => CreateIdentificationPayload)
  async createIdentification(
    @Arg('input', () => CreateIdentificationInput) { scoring, ...input }: CreateIdentificationInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateIdentificationPayload> {
    const asked = { ...input, provider: scoring?.provider ?? 'INTERNAL' };
    const { identification, holderToken } = await this.creation.create(requireOperator(context, 'OPERATOR'), asked);
    return { identification: viewOf(identification), holderToken };
  }

  @Mutation(() => CloseIdentificationPayload)
  async closeIdentification(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CloseIdentificationPayload> {
    return { identification: viewOf(await this.service.close(requireOperator(context, 'OPERATOR'), id)) };
  }

  @Mutation(() => ValidateIdentificationPayload)
  async validateIdentification(
    @Arg('input', () => ValidateIdentificationInput) input: ValidateIdentificationInput,
    @Ctx() context: RequestContext,
  ): Promise<ValidateIdentificationPayload> {
    const { identificationId, idempotencyKey } = input;
    const device = deviceOf(input.device ?? {}, context.headers, context.origin);
    const principal = requireCaller(context, 'OPERATOR', 'holder');
    const identification = await this.validation.validate(
      principal,
      identificationId,
      device,
      idempotencyKey ?? undefined,
    );
    return { identification: viewOf(identification) };
  }
}
