/** How the service and what it rests on are. */
export type HealthState = 'HEALTHY' | 'DEGRADED' | 'UNHEALTHY';

export interface HealthCheck {
  readonly state: HealthState;
  /** How long the check took; null where nothing was asked. */
  readonly milliseconds: number | null;
  /** For an operator: no address, no secret. */
  readonly detail: string | null;
}

export interface HealthReport {
  /** UNHEALTHY where it cannot serve: database or storage are down. DEGRADED serves. */
  readonly status: HealthState;
  readonly database: HealthCheck;
  readonly cache: HealthCheck;
  readonly storage: HealthCheck;
  /** By the name of the provider or source. */
  readonly externalServices: Readonly<Record<string, HealthCheck>>;
  /** For an operator, in words: what ails. */
  readonly error: string | null;
}
