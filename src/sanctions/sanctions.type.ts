import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime, UnitInterval } from '../graphql/scalars.js';
import type { SanctionsException, SanctionsMatch } from './sanctions.states.js';

@ObjectType('SanctionsException', { simpleResolvers: true })
export class SanctionsExceptionType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  list!: string;
  @Field(() => ID)
  entityId!: string;
  @Field(() => String)
  note!: string;
  @Field(() => String)
  createdBy!: string;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime, { nullable: true })
  expiresAt!: Date | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'An entry of a list that may be the subject.' })
export class SanctionsHit {
  @Field(() => ID, { description: "The list's own id of the entry." })
  entityId!: string;
  @Field(() => String)
  list!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'The name of the entry, an alias perhaps, that matched.' })
  matchedName!: string;
  @Field(() => UnitInterval)
  similarity!: number;
  @Field(() => [String])
  matchedFields!: string[];
  @Field(() => [String])
  missingFields!: string[];
  @Field(() => [String])
  programs!: string[];
  @Field(() => SanctionsExceptionType, {
    nullable: true,
    description: 'Decided once by a person to be somebody else; no longer counts.',
  })
  exception!: SanctionsExceptionType | null;
}

export const exceptionTypeOf = ({ entryId, ...exception }: SanctionsException): SanctionsExceptionType => ({
  ...exception,
  entityId: entryId,
});

/** With the exception that a person has made since, too. */
export function hitOf(match: SanctionsMatch, exceptions: readonly SanctionsException[]): SanctionsHit {
  const exception = exceptions.find(({ list, entryId }) => list === match.list && entryId === match.entryId);
  return {
    entityId: match.entryId,
    list: match.list,
    name: match.name,
    matchedName: match.matchedName,
    similarity: match.similarity,
    matchedFields: [...match.matchedFields],
    missingFields: [...match.missingFields],
    programs: [...match.programs],
    exception: exception ? exceptionTypeOf(exception) : null,
  };
}
