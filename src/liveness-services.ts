import type { CaseService } from './case/case.service.js';
import type { CaptureService } from './document/capture.service.js';
import { HeldLivenessService } from './liveness/held-liveness.service.js';
import { LivenessTokenService } from './liveness/liveness-token.service.js';
import { LivenessService } from './liveness/liveness.service.js';
import type { ProviderRegistry } from './provider/registry.js';

/** How it is found out whether somebody is there: by frames that come to us, or by a provider that holds them. */
export const createLivenessServices = (captures: CaptureService, providers: ProviderRegistry, cases: CaseService) => ({
  livenessTokens: new LivenessTokenService(),
  detection: new LivenessService(captures, providers),
  heldLiveness: new HeldLivenessService(captures, providers, cases),
});
