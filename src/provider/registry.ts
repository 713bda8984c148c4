import { DomainError } from '../shared/errors.js';
import {
  type Adapter,
  type InstalledAdapter,
  type Provider,
  type ProviderCapability,
  ProviderError,
} from './contract.js';
import type { Guard } from './guard.js';
import {
  byPriority,
  type Capability,
  isAble,
  nameOf,
  type OwnAdapter,
  routeOf,
  type RouteReason,
  speakersFor,
  type Wanted,
} from './route.js';

export type { Wanted };

/** One adapter that was asked, and why; without a failure it is the one that answered. */
export interface Asked {
  readonly source: string;
  readonly reason: RouteReason;
  /** Why it did not answer, e.g. timeout or circuit_open. */
  readonly failure?: string;
}
/** Who answered, beside the answer. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly source: string;
  readonly provider: Provider | undefined;
  /** Whether its face distances and liveness scores mean something to us; else its own decision is all there is. */
  readonly isCalibrated: boolean;
  /** Everybody who was asked, in order. */
  readonly route: readonly Asked[];
}

/** Thrown where nobody answered, or somebody refused: what the first, or whoever refused, gave as its reason. */
class NotAnswered extends ProviderError {
  constructor(
    cause: ProviderError,
    readonly route: readonly Asked[],
  ) {
    super(cause.kind, cause.reason, { cause });
  }
}
/** Everybody who was asked before this was thrown, in order. */
export const askedBefore = (error: unknown): readonly Asked[] =>
  error instanceof Error && 'route' in error && Array.isArray(error.route) ? (error.route as readonly Asked[]) : [];

/** An adapter as an organization has it, and what guards the way to it. */
export interface GuardedAdapter extends OwnAdapter {
  readonly guard: Guard;
  /** The share of what others score that it is to see as well. */
  readonly shadowShare: number;
}
/** Which adapters an organization has: those that are there for everybody, and those it has configured. */
export interface Installations {
  readonly shared: readonly InstalledAdapter[];
  of(organizationId: string | undefined): Promise<readonly GuardedAdapter[]>;
  close(): Promise<void>;
}

/** Which adapter is asked, and who instead of it where it is unavailable. */
export class ProviderRegistry {
  constructor(private readonly installations: Installations) {}

  /** Those that are there for everybody. */
  get adapters(): readonly InstalledAdapter[] {
    return this.installations.shared;
  }

  /** @throws DomainError PROVIDER_NOT_CONFIGURED where nobody answers for this provider, PROVIDER_UNSUPPORTED where it can't */
  async requireSupport(wanted: Wanted, capability: Capability = 'analyzeDocument'): Promise<void> {
    const provider = wanted.provider.toLowerCase();
    const adapters = await this.installations.of(wanted.organizationId);
    if (speakersFor(adapters, wanted).length === 0) throw new DomainError('PROVIDER_NOT_CONFIGURED', { provider });
    if (!(await this.supports(wanted, capability))) throw new DomainError('PROVIDER_UNSUPPORTED', { provider });
  }

  /** Whether the provider itself can do this for the document. */
  async supports(wanted: Wanted, capability: Capability = 'analyzeDocument'): Promise<boolean> {
    const adapters = await this.installations.of(wanted.organizationId);
    return speakersFor(adapters, wanted).some((own) => isAble(own, capability, wanted));
  }

  /** Whether the provider's own adapter says that it can; of `anybody`, whether there is one that does. */
  async has(capability: ProviderCapability, wanted: Wanted, of: 'provider' | 'anybody' = 'provider'): Promise<boolean> {
    const adapters = await this.installations.of(wanted.organizationId);
    const asked = of === 'provider' ? speakersFor(adapters, wanted) : adapters;
    return asked.some(({ definition }) => definition.capabilities.includes(capability));
  }

  /** Who judges liveness, where frames go to it past us. */
  async frameHolder(wanted: Wanted): Promise<string | undefined> {
    const adapters = await this.installations.of(wanted.organizationId);
    const [first] = routeOf(adapters, ['detectLiveness', 'startLiveness'], wanted);
    return first?.own.definition.holdsFrames ? first.own.definition.id : undefined;
  }

  /** Whether who is asked first about a document sees one side after the other. */
  async seesSidesInTurn(wanted: Wanted): Promise<boolean> {
    const [first] = routeOf(await this.installations.of(wanted.organizationId), 'analyzeDocument', wanted);
    return first?.own.definition.sidesInOneCase ?? false;
  }

  /** The organization's own order: whom it wants asked where another is unavailable. It may be empty. */
  async orderOf(organizationId: string): Promise<Provider[]> {
    const own = (await this.installations.of(organizationId)).filter(({ priority }) => priority !== undefined);
    return [...new Set(own.toSorted(byPriority).flatMap(({ definition }) => definition.provider ?? []))];
  }

  /** The adapters whose turn it is to see this as well, without anybody going by what they say. */
  async shadowsOf(wanted: Wanted, random: () => number): Promise<string[]> {
    const adapters = await this.installations.of(wanted.organizationId);
    const able = adapters.filter((own) => isAble(own, 'analyzeDocument', wanted));
    return able.filter(({ shadowShare }) => random() < shadowShare).map(({ definition }) => definition.id);
  }

  /**
   * Undefined where nobody has the capability for this document. Another one is asked only where the one before is
   * unavailable, never because of its answer.
   * @throws ProviderError, or the signal's reason once it is aborted
   */
  async ask<Answer>(
    capability: Capability,
    wanted: Wanted,
    question: (adapter: Adapter, signal: AbortSignal, source: string) => Promise<Answer | undefined> | undefined,
    signal?: AbortSignal,
  ): Promise<Answered<Answer> | undefined> {
    const able = routeOf(await this.installations.of(wanted.organizationId), capability, wanted);
    const asked: Asked[] = [];
    let unavailable: ProviderError | undefined;
    for (const { own, reason } of wanted.alone ? able.slice(0, 1) : able) {
      const source = own.definition.id;
      try {
        const ask = async (limit: AbortSignal) => question(own.adapter, limit, source);
        const answer = await (capability === 'release' ? own.guard.aside(ask, signal) : own.guard.call(ask, signal));
        if (answer === undefined) return undefined;
        const isCalibrated = own.definition.calibration !== undefined;
        const route = [...asked, { source, reason }];
        return { answer, source, provider: nameOf(own, wanted), isCalibrated, route };
      } catch (error) {
        signal?.throwIfAborted(); // that nobody waits for the answer any more is no failure of the provider
        if (!(error instanceof ProviderError)) throw error;
        asked.push({ source, reason, failure: error.reason });
        if (error.kind !== 'unavailable') throw new NotAnswered(error, asked);
        unavailable ??= error;
      }
    }
    if (unavailable) throw new NotAnswered(unavailable, asked);
    return undefined;
  }

  warm(): void {
    for (const { adapter } of this.adapters) adapter.warm?.();
  }

  close(): Promise<void> {
    return this.installations.close();
  }
}
