import { Field, ObjectType } from 'type-graphql';
import { connectionType } from '../graphql/connection.js';
import type { SessionView } from '../session/session-view.type.js';
import { SessionType } from '../session/session.type.js';
import type { AuthenticationSettings } from './authentication.states.js';

@ObjectType('AuthenticationSettings', { simpleResolvers: true })
export class AuthenticationSettingsType implements AuthenticationSettings {
  @Field(() => Boolean)
  performAgeTest!: boolean;
  @Field(() => Boolean)
  performGenderTest!: boolean;
}

@ObjectType('AuthenticationSession', {
  implements: SessionType,
  simpleResolvers: true,
  description: 'Confirms that somebody is an identity that is already known, by face (IDA).',
})
export class AuthenticationSessionType extends SessionType {
  @Field(() => AuthenticationSettingsType)
  settings!: AuthenticationSettings;
}

export const AuthenticationSessionConnection = connectionType<AuthenticationSessionType, SessionView>(
  'AuthenticationSession',
  () => AuthenticationSessionType,
);
