import { Field, Float, ObjectType } from 'type-graphql';
import { DateTime, JsonObject } from '../graphql/scalars.js';

@ObjectType({ simpleResolvers: true, description: "A provider's answer as it came." })
export class ProviderResponse {
  @Field(() => String)
  source!: string;
  @Field(() => String, { description: 'What was asked, e.g. analyzeDocument.' })
  operation!: string;
  @Field(() => Float)
  milliseconds!: number;
  @Field(() => DateTime)
  receivedAt!: Date;
  @Field(() => JsonObject)
  body!: Record<string, unknown>;
}
