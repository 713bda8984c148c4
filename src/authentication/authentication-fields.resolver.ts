import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { SessionView } from '../session/session-view.type.js';
import { AuthenticationSessionType } from './authentication.type.js';

/** What an authentication calls its verdict. */
@Resolver(() => AuthenticationSessionType)
export class AuthenticationFieldsResolver {
  @FieldResolver(() => Boolean, { nullable: true, description: 'Null until finalized.' })
  authenticated(@Root() { verified }: SessionView): boolean | undefined {
    return verified;
  }
}
