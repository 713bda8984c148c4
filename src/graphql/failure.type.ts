import { Field, ObjectType } from 'type-graphql';
import { ERRORS, type ErrorCode } from '../shared/errors.js';
import { enumOf } from './enum.js';

const ErrorCodeEnum = enumOf(
  'ErrorCode',
  Object.keys(ERRORS) as ErrorCode[],
  'The value of `extensions.code`, and of failures that are data.',
);

@ObjectType('Failure', {
  simpleResolvers: true,
  description: 'Why something could not be done, where that is part of an answer and no refusal.',
})
export class FailureType {
  @Field(() => ErrorCodeEnum)
  code!: ErrorCode;
  @Field(() => String)
  message!: string;
  @Field(() => Boolean, { description: 'Whether the same may succeed later.' })
  retryable!: boolean;
}
