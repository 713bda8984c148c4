import { AuthenticationSessionPayload } from './authentication/authentication-input.type.js';
import type { Services } from './services.js';
import { AuthenticationFieldsResolver } from './authentication/authentication-fields.resolver.js';
import { AuthenticationResolver } from './authentication/authentication.resolver.js';
import { IdentityAuthenticationsResolver } from './authentication/identity-authentications.resolver.js';
import { IdentityFieldsResolver } from './identity/identity-fields.resolver.js';
import { IdentityUpdateResolver } from './identity/identity-update.resolver.js';
import { IdentityResolver } from './identity/identity.resolver.js';
import { IdentitySessionsResolver } from './verification/identity-sessions.resolver.js';
import { SanctionsFieldsResolver } from './verification/sanctions-fields.resolver.js';
import { ClientResolver, OrganizationClientsResolver } from './client/client.resolver.js';
import { CaptureResolver, IdentityDocumentResolver } from './document/document.resolver.js';
import { ApiKeyResolver, ViewerResolver } from './key/key.resolver.js';
import { EvidenceResolver } from './verification/evidence.resolver.js';
import { SessionLivenessResolver } from './session-liveness/session-liveness.resolver.js';
import { SessionOperationResolver } from './session-operation/session-operation.resolver.js';
import { DecisionResolver } from './verdict/decision.resolver.js';
import { DocumentSessionResolver } from './verification/document-session.resolver.js';
import { VerdictResolver } from './verdict/verdict.resolver.js';
import { VerificationResolver } from './verification/verification.resolver.js';
import { PrivacyResolver } from './privacy/privacy.resolver.js';
import { ScoreResolver } from './document-scoring/score.resolver.js';
import { ScoringFieldsResolver } from './document-scoring/scoring-fields.resolver.js';
import { ScoringUpdateResolver } from './document-scoring/scoring-update.resolver.js';
import { ScoringResolver } from './document-scoring/scoring.resolver.js';
import { IdentificationFieldsResolver } from './identification/identification-fields.resolver.js';
import { IdentificationUpdateResolver } from './identification/identification-update.resolver.js';
import { IdentificationResolver } from './identification/identification.resolver.js';
import { SessionFieldsResolver } from './session/session-fields.resolver.js';
import { ProviderSettingsResolver } from './provider-settings/provider-settings.resolver.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { SessionResolver } from './session/session.resolver.js';
import { VerificationFieldsResolver } from './verification/verification-fields.resolver.js';
import { OrganizationWebhooksResolver, WebhookResolver } from './webhook/webhook.resolver.js';
import { SessionUpdateResolver } from './session-update/session-update.resolver.js';
import { CatalogResolver } from './catalog/catalog.resolver.js';
import { RequirementsResolver } from './requirements/requirements.resolver.js';
import { HealthChecksResolver, ServiceResolver } from './service/service.resolver.js';
import { SimulationResolver } from './simulation/simulation.resolver.js';
import { StatisticsResolver } from './statistics/statistics.resolver.js';
import { WeightsResolver } from './weights/weights.resolver.js';

/** Everything that answers: the schema is made of these, and of nothing else. */
export const RESOLVERS = [
  ServiceResolver,
  HealthChecksResolver,
  ViewerResolver,
  ApiKeyResolver,
  ClientResolver,
  OrganizationResolver,
  OrganizationClientsResolver,
  StatisticsResolver,
  WeightsResolver,
  SimulationResolver,
  RequirementsResolver,
  CatalogResolver,
  ProviderSettingsResolver,
  SessionResolver,
  SessionFieldsResolver,
  VerificationResolver,
  VerificationFieldsResolver,
  SanctionsFieldsResolver,
  IdentityResolver,
  IdentityFieldsResolver,
  IdentitySessionsResolver,
  IdentityUpdateResolver,
  AuthenticationResolver,
  AuthenticationFieldsResolver,
  IdentityAuthenticationsResolver,
  EvidenceResolver,
  SessionLivenessResolver,
  VerdictResolver,
  DecisionResolver,
  SessionOperationResolver,
  PrivacyResolver,
  DocumentSessionResolver,
  SessionUpdateResolver,
  CaptureResolver,
  IdentityDocumentResolver,
  ScoringResolver,
  ScoringFieldsResolver,
  ScoringUpdateResolver,
  ScoreResolver,
  IdentificationResolver,
  IdentificationFieldsResolver,
  IdentificationUpdateResolver,
  WebhookResolver,
  OrganizationWebhooksResolver,
] as const;

const scoringResolvers = ({ organizations, events, subjectFields, scorings, identifications }: Services): object[] => [
  new ScoringResolver(scorings.service, scorings.creation),
  new ScoringFieldsResolver(organizations, scorings.responses, subjectFields),
  new ScoringUpdateResolver(scorings.service, events),
  new ScoreResolver(scorings.scores, scorings.liveness, scorings.delegations, scorings.comparisons, subjectFields),
  new IdentificationResolver(identifications.service, identifications.creation, identifications.validation),
  new IdentificationFieldsResolver(organizations, scorings.service, identifications.service, subjectFields),
  new IdentificationUpdateResolver(identifications.service, events),
];

/** Types of the API that no operation of today returns. */
export const FURTHER_TYPES = [AuthenticationSessionPayload] as const;

/** The same, ready to answer. */
export const createResolvers = (services: Services): object[] => [
  new ServiceResolver(services.information),
  new HealthChecksResolver(services.providerStatus),
  new ViewerResolver(services.organizations, services.clients, services.keys),
  new ApiKeyResolver(services.keys, services.founding, services.clients),
  new ClientResolver(services.clients, services.organizations),
  new OrganizationResolver(services.organizations, services.events),
  new OrganizationClientsResolver(services.clients),
  new StatisticsResolver(services.statistics),
  new WeightsResolver(services.weights),
  new RequirementsResolver(services.requirements),
  new CatalogResolver(services.catalog),
  new SimulationResolver(services.simulation, services.sessions, services.weights),
  new ProviderSettingsResolver(services.providerSettings, services.providerStatus, services.events),
  new SessionResolver(services.sessions, services.lifecycle),
  new SessionFieldsResolver(
    services.organizations,
    services.clients,
    services.identities,
    services.subjectFields,
    services.locations,
    services.scorings.responses,
  ),
  new VerificationFieldsResolver(services.subjectFields, services.examination, services.requirements),
  new SanctionsFieldsResolver(services.subjectFields, services.sanctions),
  new IdentityResolver(services.identities, services.identityUpdates, services.identityStatuses),
  new IdentityFieldsResolver(
    services.organizations,
    services.clients,
    services.identities,
    services.sanctions,
    services.subjectFields,
  ),
  new IdentitySessionsResolver(services.lists),
  new IdentityUpdateResolver(services.identities, services.events),
  new VerificationResolver(services.sessions, services.lists, services.creation, services.verifications),
  new AuthenticationResolver(
    services.sessions,
    services.lists,
    services.authenticationCreation,
    services.authentications,
  ),
  new AuthenticationFieldsResolver(),
  new IdentityAuthenticationsResolver(services.lists),
  new EvidenceResolver(services.sides),
  new SessionLivenessResolver(services.liveness),
  new SessionOperationResolver(services.erasures, services.captureLinks),
  new PrivacyResolver(services.exports, services.identityErasures),
  new DecisionResolver(services.decisions),
  new DocumentSessionResolver(services.sessions),
  new VerdictResolver(services.finalize, services.decisions, services.subjectFields),
  new SessionUpdateResolver(services.sessions, services.events),
  new CaptureResolver(services.captures, services.downloads),
  new IdentityDocumentResolver(),
  ...scoringResolvers(services),
  new WebhookResolver(services.webhooks, services.deliveries, services.clients),
  new OrganizationWebhooksResolver(services.webhooks),
];
