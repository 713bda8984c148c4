import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime, Url } from '../graphql/scalars.js';
import type { SessionView } from '../session/session-view.type.js';
import { SessionType } from '../session/session.type.js';

@ObjectType({
  simpleResolvers: true,
  description: 'Destroys the key of everything personal: images, documents and names become unreadable at once.',
})
export class EraseSessionPayload {
  @Field(() => SessionType)
  session!: SessionView;
  @Field(() => Int)
  capturesErased!: number;
  @Field(() => String, { description: 'A JWS by the service over what was destroyed.' })
  receipt!: string;
}

@ObjectType({ simpleResolvers: true })
export class CreateCaptureLinkPayload {
  @Field(() => SessionType)
  session!: SessionView;
  @Field(() => Url)
  url!: string;
  @Field(() => DateTime)
  expiresAt!: Date;
}
