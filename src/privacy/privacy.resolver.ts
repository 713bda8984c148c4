import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { viewOf } from '../identity/identity.type.js';
import type { IdentityErasureService } from './identity-erasure.service.js';
import type { IdentityExportService } from './identity-export.service.js';
import { EraseIdentityPayload, ExportIdentityPayload } from './privacy.type.js';

/** What people may ask of whoever holds their data. */
@Resolver()
export class PrivacyResolver {
  constructor(
    private readonly exports: IdentityExportService,
    private readonly erasures: IdentityErasureService,
  ) {}

  @Mutation(() => ExportIdentityPayload)
  async exportIdentity(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ExportIdentityPayload> {
    const { identity, export: held } = await this.exports.export(requireOperator(context, 'ADMIN'), id);
    return { identity: viewOf(identity), export: held };
  }

  @Mutation(() => EraseIdentityPayload)
  eraseIdentity(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<EraseIdentityPayload> {
    return this.erasures.erase(requireOperator(context, 'ADMIN'), id);
  }
}
