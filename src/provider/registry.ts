import { DomainError } from '../shared/errors.js';
import {
  type Adapter,
  type DocumentSide,
  type DocumentType,
  type InstalledAdapter,
  type Provider,
  ProviderError,
} from './contract.js';

/** What can be asked of an adapter: the methods that answer a question. */
export type Capability = 'inspectImage' | 'analyzeDocument' | 'compareFaces' | 'detectLiveness';

/** Who answered, beside the answer. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly source: string;
  readonly provider: Provider | undefined;
}

interface Wanted {
  readonly provider: Provider;
  readonly document?: { readonly type: DocumentType; readonly side: DocumentSide };
}

const TIMEOUT_MILLISECONDS = 60_000;

/** Which adapter is asked: the session's own where it can answer, else INTERNAL. */
export class ProviderRegistry {
  constructor(private readonly installed: readonly InstalledAdapter[]) {}

  get adapters(): readonly InstalledAdapter[] {
    return this.installed;
  }

  /** @throws DomainError PROVIDER_NOT_CONFIGURED where nobody answers for this provider */
  requireConfigured(provider: Provider): void {
    if (!this.installed.some(({ definition }) => definition.provider === provider))
      throw new DomainError('PROVIDER_NOT_CONFIGURED', { provider: provider.toLowerCase() });
  }

  /** Undefined where nobody has the capability for this document. */
  async ask<Answer>(
    capability: Capability,
    wanted: Wanted,
    question: (adapter: Adapter, signal: AbortSignal) => Promise<Answer> | undefined,
    signal?: AbortSignal,
  ): Promise<Answered<Answer> | undefined> {
    const chosen = this.choose(capability, wanted);
    if (!chosen) return undefined;
    const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const { id: source, provider } = chosen.definition;
    try {
      const answer = await question(chosen.adapter, signal ? AbortSignal.any([signal, timeout]) : timeout);
      return answer === undefined ? undefined : { answer, source, provider };
    } catch (error) {
      if (timeout.aborted) throw new ProviderError('unavailable', 'timeout', { cause: error });
      throw error;
    }
  }

  warm(): void {
    for (const { adapter } of this.installed) adapter.warm?.();
  }

  async close(): Promise<void> {
    await Promise.all(this.installed.map(async ({ adapter }) => adapter.close?.()));
  }

  /** By capability and document support first; then the provider asked for goes before INTERNAL. */
  private choose(capability: Capability, { provider, document }: Wanted): InstalledAdapter | undefined {
    const able = this.installed.filter(
      ({ definition: { supports }, adapter }) =>
        adapter[capability] !== undefined &&
        (!document || (supports.types.includes(document.type) && supports.sides.includes(document.side))),
    );
    const asked = able.find(({ definition }) => definition.provider === provider);
    return asked ?? able.find(({ definition }) => definition.provider === 'INTERNAL');
  }
}
