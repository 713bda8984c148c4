import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/scalars.js';
import type { DocumentType } from '../provider/contract.js';
import { DataSourceEnum, DocumentTypeEnum } from '../provider/provider.type.js';
import { RequiredFields } from './required-fields.type.js';
import type { Requirements, RequiredSource } from './requirements.states.js';

@ArgsType()
export class RequirementsArgs {
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => DocumentTypeEnum, { nullable: true })
  documentType?: DocumentType | null;
  @Field(() => DataSourceEnum, { nullable: true })
  dataSource?: RequiredSource | null;
}

@ObjectType('Requirements', {
  simpleResolvers: true,
  description: 'Which fields a document of this type must yield from this source.',
})
export class RequirementsType extends RequiredFields {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => String, { nullable: true })
  createdBy!: string | undefined;
  @Field(() => ID, { nullable: true })
  clientId!: string | undefined;
  @Field(() => ID, { nullable: true })
  userId!: string | undefined;
  @Field(() => DocumentTypeEnum)
  documentType!: DocumentType;
  @Field(() => DataSourceEnum)
  dataSource!: RequiredSource;
}

@InputType()
class RequirementsFlagsInput extends RequiredFields {}

@InputType()
export class UpdateRequirementsInput {
  @Field(() => ID, { nullable: true, description: "Default: the key's own." })
  organizationId?: string | null;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => DocumentTypeEnum, { description: 'UNKNOWN stands in for every type without a row of its own.' })
  documentType!: DocumentType;
  @Field(() => DataSourceEnum, { description: 'MERGED asks of all sources together.' })
  dataSource!: RequiredSource;
  @Field(() => RequirementsFlagsInput)
  flags!: RequirementsFlagsInput;
  @Field(() => ID, { nullable: true, description: 'CONFLICT where another version came in between.' })
  basedOn?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class UpdateRequirementsPayload {
  @Field(() => RequirementsType)
  requirements!: RequirementsType;
}

/** A version as its type shows it. */
export const requirementsTypeOf = ({ flags, ...row }: Requirements): RequirementsType => ({ ...row, ...flags });
