import type { Capture, CaptureService } from './capture.service.js';
import type { DocumentEvidence, LivenessEvidence } from '../provider/contract.js';

/** What a provider answered about one image, as it came. */
export interface ProviderResponse {
  readonly source: string;
  readonly operation: string;
  readonly milliseconds: number;
  readonly receivedAt: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Providers' answers, which are kept sealed with the images that they are about. */
export class ProviderResponseService {
  constructor(private readonly captures: CaptureService) {}

  /** Oldest first; what was erased is gone. */
  async about(captures: readonly Capture[]): Promise<ProviderResponse[]> {
    const responses: ProviderResponse[] = [];
    for (const capture of captures) {
      const found = await this.captures.evidenceOf<DocumentEvidence | LivenessEvidence>(capture);
      if (!found?.call) continue;
      const { evidence, source } = found;
      const { milliseconds, receivedAt } = found.call;
      const operation = 'signals' in evidence ? 'analyzeDocument' : 'detectLiveness';
      responses.push({ source, operation, milliseconds, receivedAt: new Date(receivedAt), body: bodyOf(evidence) });
    }
    return responses;
  }
}

/** Word for word where there are words of a vendor; else what was judged, without what it was read from. */
function bodyOf(evidence: DocumentEvidence | LivenessEvidence): Readonly<Record<string, unknown>> {
  if (evidence.response) return evidence.response;
  if ('signals' in evidence) return { signals: evidence.signals, timings: evidence.timings };
  const { outcome, confidence, metric, reasons, steps, timings } = evidence;
  return { outcome, confidence, metric, reasons, steps, timings };
}
