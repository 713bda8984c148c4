import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime, JsonObject } from '../graphql/scalars.js';
import { IdentityType, type IdentityView } from '../identity/identity.type.js';

@ObjectType({
  simpleResolvers: true,
  description: 'Everything that is known of a person, as JSON, with signed links to the images.',
})
export class ExportIdentityPayload {
  @Field(() => IdentityType)
  identity!: IdentityView;
  @Field(() => JsonObject)
  export!: Readonly<Record<string, unknown>>;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Destroys the keys of everything personal: images, documents, face templates and names become unreadable at once, in backups too.',
})
export class EraseIdentityPayload {
  @Field(() => ID)
  erasedIdentityId!: string;
  @Field(() => DateTime)
  erasedAt!: Date;
  @Field(() => Int)
  capturesErased!: number;
  @Field(() => String, { description: 'A JWS by the service over what was destroyed.' })
  receipt!: string;
}
