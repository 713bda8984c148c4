import { Field, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { type DocumentSide, LICENSE_FLAGS } from '../provider/contract.js';
import type { TestName } from '../scoring/tests.js';
import type { TestResult } from './test-result.service.js';

export const DocumentSignalEnum = enumOf('DocumentSignal', [
  'PASS',
  'NOT_AN_ID',
  'SUSPICIOUS_WORDS_FOUND',
  'POSSIBLE_IMAGE_MANIPULATION',
  'POSSIBLE_ONLINE_DUPLICATE',
  'INCONCLUSIVE',
  'NOT_PERFORMED',
  'UNAVAILABLE',
  'NOT_APPLICABLE',
]);
export type DocumentSignal = keyof typeof DocumentSignalEnum;

@ObjectType({ simpleResolvers: true })
export class DocumentImageTests {
  @Field(() => DocumentSignalEnum)
  imageManipulation!: DocumentSignal;
  @Field(() => DocumentSignalEnum)
  isIdentityDocument!: DocumentSignal;
  @Field(() => DocumentSignalEnum)
  onlineDuplication!: DocumentSignal;
  @Field(() => DocumentSignalEnum)
  suspiciousWords!: DocumentSignal;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Field by field against the issuing authority; null where not compared.',
})
export class DmvMatches {
  @Field(() => Boolean, { nullable: true })
  documentNumber?: boolean;
  @Field(() => Boolean, { nullable: true })
  documentExpiration?: boolean;
  @Field(() => Boolean, { nullable: true })
  documentIssue?: boolean;
  @Field(() => Boolean, { nullable: true })
  documentCategory?: boolean;
  @Field(() => Boolean, { nullable: true })
  birthDate?: boolean;
  @Field(() => Boolean, { nullable: true })
  sex?: boolean;
  @Field(() => Boolean, { nullable: true })
  eyeColor?: boolean;
  @Field(() => Boolean, { nullable: true })
  height?: boolean;
  @Field(() => Boolean, { nullable: true })
  weight?: boolean;
  @Field(() => Boolean, { nullable: true })
  firstName?: boolean;
  @Field(() => Boolean, { nullable: true })
  middleName?: boolean;
  @Field(() => Boolean, { nullable: true })
  lastName?: boolean;
  @Field(() => Boolean, { nullable: true })
  suffixName?: boolean;
  @Field(() => Boolean, { nullable: true })
  street?: boolean;
  @Field(() => Boolean, { nullable: true })
  city?: boolean;
  @Field(() => Boolean, { nullable: true })
  state?: boolean;
  @Field(() => Boolean, { nullable: true })
  postalCode?: boolean;
}

@ObjectType({ simpleResolvers: true })
export class Crosschecks {
  @Field(() => Boolean, { nullable: true })
  documentNumber!: boolean | null;
  @Field(() => Boolean, { nullable: true })
  name!: boolean | null;
  @Field(() => Boolean, { nullable: true })
  address!: boolean | null;
}

@ObjectType({ simpleResolvers: true })
export class VerificationTestReport {
  @Field(() => DocumentImageTests)
  documentFront!: DocumentImageTests;
  @Field(() => DocumentImageTests)
  documentBack!: DocumentImageTests;
  @Field(() => DmvMatches)
  dmv!: DmvMatches;
  @Field(() => Crosschecks)
  crosschecks!: Crosschecks;
}

/** The tests by name; one that was not recorded yet is NOT_PERFORMED. */
export function reportOf(tests: readonly TestResult[]): VerificationTestReport {
  const find = (name: TestName) => tests.find((test) => test.name === name);
  const signal = (name: TestName, failing: DocumentSignal): DocumentSignal => {
    const outcome = find(name)?.outcome ?? 'NOT_PERFORMED';
    return outcome === 'FAIL' ? failing : outcome;
  };
  const sideOf = (side: DocumentSide): DocumentImageTests => ({
    imageManipulation: signal(`DOC_${side}_IMAGE_MANIPULATION`, 'POSSIBLE_IMAGE_MANIPULATION'),
    isIdentityDocument: signal(`DOC_${side}_IS_IDENTITY_DOCUMENT`, 'NOT_AN_ID'),
    onlineDuplication: signal(`DOC_${side}_ONLINE_DUPLICATION`, 'POSSIBLE_ONLINE_DUPLICATE'),
    suspiciousWords: signal(`DOC_${side}_SUSPICIOUS_WORDS`, 'SUSPICIOUS_WORDS_FOUND'),
  });
  const match = (name: TestName): boolean | null => {
    const outcome = find(name)?.outcome;
    return outcome === 'PASS' || outcome === 'FAIL' ? outcome === 'PASS' : null;
  };
  return {
    documentFront: sideOf('FRONT'),
    documentBack: sideOf('BACK'),
    dmv: dmvMatchesOf(find('AAMVA')?.evidence),
    crosschecks: {
      documentNumber: match('DOCUMENT_NUMBER_CROSSCHECK'),
      name: match('NAME_CROSSCHECK'),
      address: match('ADDRESS_CROSSCHECK'),
    },
  };
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** The flags that the DMV answered; what it did not say is left out. */
function dmvMatchesOf(evidence: Readonly<Record<string, unknown>> = {}): DmvMatches {
  const matches: DmvMatches = {};
  for (const flag of LICENSE_FLAGS) {
    const answer = evidence[flag];
    if (isFlag(answer)) matches[flag] = answer;
  }
  return matches;
}
