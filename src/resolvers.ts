import { ClientResolver } from './client/client.resolver.js';
import { CaptureResolver, IdentityDocumentResolver } from './document/document.resolver.js';
import { ApiKeyResolver, ViewerResolver } from './key/key.resolver.js';
import { EvidenceResolver } from './session/evidence.resolver.js';
import { SessionFieldsResolver } from './session/session-fields.resolver.js';
import { SessionResolver } from './session/session.resolver.js';
import { VerificationFieldsResolver } from './session/verification-fields.resolver.js';
import { SessionUpdateResolver } from './session/session-update.resolver.js';

/** Everything that answers: the schema is made of these, and of nothing else. */
export const RESOLVERS = [
  ViewerResolver,
  ApiKeyResolver,
  ClientResolver,
  SessionResolver,
  SessionFieldsResolver,
  VerificationFieldsResolver,
  EvidenceResolver,
  SessionUpdateResolver,
  CaptureResolver,
  IdentityDocumentResolver,
] as const;
