import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { Duration, Url } from '../graphql/scalars.js';
import { badInput } from '../shared/errors.js';
import { DocumentSideEnum } from '../provider/provider.type.js';
import type { Capture, CaptureService } from './capture.service.js';
import { sideOf } from './document.states.js';
import { CaptureType, Coordinates, IdentityDocumentType } from './document.type.js';
import type { DownloadService } from './download.service.js';

const SHORTEST_MILLISECONDS = 1000;
const LONGEST_MILLISECONDS = 3600_000;
const USUAL_MILLISECONDS = 300_000;

@Resolver(() => CaptureType)
export class CaptureResolver {
  constructor(
    private readonly captures: CaptureService,
    private readonly downloads: DownloadService,
  ) {}

  @FieldResolver(() => DocumentSideEnum, { nullable: true, description: 'Null for what shows no document.' })
  side(@Root() { fileType }: Capture) {
    return sideOf(fileType) ?? null;
  }

  @FieldResolver(() => Coordinates, { nullable: true })
  async coordinates(@Root() capture: Capture) {
    return (await this.captures.coordinatesOf(capture)) ?? null;
  }

  @FieldResolver(() => Url, {
    nullable: true,
    description: 'Signed, single-tenant, short-lived (default PT5M, at most PT1H); null once erased.',
  })
  async downloadUrl(
    @Root() capture: Capture,
    @Ctx() { principal }: RequestContext,
    @Arg('expiresIn', () => Duration, { nullable: true }) expiresIn?: number | null,
  ): Promise<string | null> {
    const milliseconds = expiresIn ?? USUAL_MILLISECONDS;
    if (milliseconds < SHORTEST_MILLISECONDS || milliseconds > LONGEST_MILLISECONDS)
      throw badInput('expiresIn', 'must be PT1S to PT1H');
    return capture.erasedAt || !principal ? null : this.downloads.link(capture, milliseconds);
  }
}

@Resolver(() => IdentityDocumentType)
export class IdentityDocumentResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The machine-readable lines or the barcode's text, as read; only for role ADMIN.",
  })
  raw(@Root() { rawLines }: IdentityDocumentType, @Ctx() { principal }: RequestContext): string | null {
    return principal?.kind === 'operator' && principal.role === 'ADMIN' ? (rawLines ?? null) : null;
  }
}
