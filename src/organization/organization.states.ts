import type { SanctionsGate } from '../scoring/gates.js';

export const SANCTIONS_GATES = ['BLOCK', 'REVIEW', 'SCORE_ONLY'] as const satisfies readonly SanctionsGate[];

/** What an organization decides for all that it verifies. */
export interface OrganizationPolicy {
  readonly sanctionsGate: SanctionsGate;
  /** Leaves out what can no longer change a verdict. */
  readonly stopWhenDecided: boolean;
  /** Milliseconds that images and documents are kept after an end; null: until erased. */
  readonly evidenceRetention: number | null;
  /** Whose tokens its people come with, and where the keys of that issuer are. */
  readonly tokenIssuer: string | null;
  readonly jwksUrl: string | null;
  /** Requests a minute a key; null: no limit. */
  readonly rateLimit: number | null;
}

export const DEFAULT_POLICY: OrganizationPolicy = {
  sanctionsGate: 'BLOCK',
  stopWhenDecided: false,
  evidenceRetention: null,
  tokenIssuer: null,
  jwksUrl: null,
  rateLimit: null,
};

/** What is left out stays; null goes back to the default. */
export type PolicyChange = { readonly [Name in keyof OrganizationPolicy]?: OrganizationPolicy[Name] | null };

export function changedPolicy(policy: OrganizationPolicy, change: PolicyChange): OrganizationPolicy {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_POLICY };
  return { ...policy, ...Object.fromEntries(given.map(([name, value]) => [name, value ?? defaults[name]])) };
}

/** Lower-case letters and digits, with single hyphens between: what an id of a tenant looks like. */
export const SLUG = /^[a-z0-9](?:-?[a-z0-9]){1,62}$/;
