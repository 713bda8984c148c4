import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../shared/clock.js';
import type { MasterKey } from '../shared/encryption.js';
import { DomainError } from '../shared/errors.js';
import type { Capture, CaptureService } from './capture.service.js';

const AUDIENCE = 'proofgate:download';
const claims = z.object({ sub: z.string(), org: z.string() });

/** Links to images that work for a while, for one image of one tenant each. */
export class DownloadService {
  constructor(
    private readonly captures: CaptureService,
    private readonly master: MasterKey,
    private readonly clock: Clock,
    private readonly baseUrl: () => string,
  ) {}

  async link({ id, organizationId }: Capture, milliseconds: number): Promise<string> {
    const token = await new SignJWT({ org: organizationId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setAudience(AUDIENCE)
      .setExpirationTime(new Date(this.clock().getTime() + milliseconds))
      .sign(this.master.derive('download'));
    return `${this.baseUrl()}/downloads/${token}`;
  }

  /** @throws DomainError NOT_FOUND for a link that is not ours, has expired, or whose image was erased */
  async open(token: string): Promise<{ bytes: Buffer; contentType: string }> {
    const capture = await this.captureOf(token);
    const bytes = capture && (await this.captures.open(capture));
    if (!bytes) throw new DomainError('NOT_FOUND', { message: 'This link does not work (any more).' });
    return { bytes, contentType: capture.contentType };
  }

  private async captureOf(token: string): Promise<Capture | undefined> {
    try {
      const options = { audience: AUDIENCE, algorithms: ['HS256'], currentDate: this.clock() };
      const { payload } = await jwtVerify(token, this.master.derive('download'), options);
      const { sub, org } = claims.parse(payload);
      return await this.captures.find(org, sub);
    } catch {
      return undefined;
    }
  }
}
