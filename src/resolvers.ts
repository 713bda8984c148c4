import type { Services } from './services.js';
import { ClientResolver } from './client/client.resolver.js';
import { CaptureResolver, IdentityDocumentResolver } from './document/document.resolver.js';
import { ApiKeyResolver, ViewerResolver } from './key/key.resolver.js';
import { EvidenceResolver } from './session/evidence.resolver.js';
import { SessionFieldsResolver } from './session/session-fields.resolver.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { SessionResolver } from './session/session.resolver.js';
import { VerificationFieldsResolver } from './session/verification-fields.resolver.js';
import { SessionUpdateResolver } from './session/session-update.resolver.js';

/** Everything that answers: the schema is made of these, and of nothing else. */
export const RESOLVERS = [
  ViewerResolver,
  ApiKeyResolver,
  ClientResolver,
  OrganizationResolver,
  SessionResolver,
  SessionFieldsResolver,
  VerificationFieldsResolver,
  EvidenceResolver,
  SessionUpdateResolver,
  CaptureResolver,
  IdentityDocumentResolver,
] as const;

/** The same, ready to answer. */
export const createResolvers = (services: Services): object[] => [
  new ViewerResolver(services.organizations, services.clients, services.keys),
  new ApiKeyResolver(services.clients),
  new ClientResolver(services.organizations),
  new OrganizationResolver(),
  new SessionResolver(services.sessions, services.creation, services.lifecycle),
  new SessionFieldsResolver(
    services.organizations,
    services.clients,
    services.weights,
    services.captures,
    services.tests,
    services.events,
  ),
  new VerificationFieldsResolver(services.captures, services.documents, services.tests),
  new EvidenceResolver(services.sides, services.liveness, services.finalize),
  new SessionUpdateResolver(services.sessions, services.events),
  new CaptureResolver(services.captures, services.downloads),
  new IdentityDocumentResolver(),
];
