import type { Redis } from 'ioredis';
import { newId } from '../shared/id.js';
import type { CircuitState } from './circuit.states.js';
import { Guard } from './guard.js';

/** How long other instances spare a provider that one found down; after that they look for themselves. */
const SPARED_MILLISECONDS = 5000;
const REMEMBERED_MILLISECONDS = 500;
const PREFIX = 'proofgate:circuit:';

/** Told of a circuit that has opened or closed, by the one instance that saw it first. */
export type CircuitListener = (organizationId: string, adapter: string, state: CircuitState) => void;
type Finding = { readonly isOpen: boolean; readonly until: number };

/** The guards of every organization's adapters, and what other instances found out about them. */
export class CircuitBoard {
  private readonly instance = newId();
  private readonly guards = new Map<string, Guard>();
  private readonly findings = new Map<string, Finding>();
  private readonly told = new Set<string>();

  constructor(
    private readonly redis: Redis | undefined,
    private readonly tell: CircuitListener,
  ) {}

  guardOf(organizationId: string | undefined, adapter: string): Guard {
    const key = `${PREFIX}${organizationId ?? '*'}/${adapter}`;
    let guard = this.guards.get(key);
    if (!guard) {
      const onChange = (state: CircuitState) => void this.changed(key, organizationId, adapter, state);
      guard = new Guard(onChange, () => this.isOpenElsewhere(key));
      this.guards.set(key, guard);
    }
    return guard;
  }

  /** Opening again after a probe is no news; nor is what another instance has told. */
  private async changed(key: string, organizationId: string | undefined, adapter: string, state: CircuitState) {
    const isFirst = state === 'OPEN' ? await this.publish(key) : this.told.has(key);
    if (state === 'CLOSED') await this.withdraw(key);
    if (!isFirst || organizationId === undefined || (state === 'OPEN' && this.told.has(key))) return;
    if (state === 'OPEN') this.told.add(key);
    else this.told.delete(key);
    this.tell(organizationId, adapter, state);
  }

  /** Whether nobody else has said so. */
  private async publish(key: string): Promise<boolean> {
    const set = await this.redis?.set(key, this.instance, 'PX', SPARED_MILLISECONDS, 'NX').catch(() => 'OK');
    return set !== null;
  }

  private async withdraw(key: string): Promise<void> {
    await this.redis?.del(key).catch(() => undefined);
  }

  private async isOpenElsewhere(key: string): Promise<boolean> {
    if (!this.redis) return false;
    const known = this.findings.get(key);
    if (known && known.until > performance.now()) return known.isOpen;
    const by = await this.redis.get(key).catch(() => null);
    const isOpen = by !== null && by !== this.instance;
    this.findings.set(key, { isOpen, until: performance.now() + REMEMBERED_MILLISECONDS });
    return isOpen;
  }
}
