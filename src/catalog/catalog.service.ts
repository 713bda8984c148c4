import type { SandboxScenario } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import type { TestName } from '../scoring/tests.js';
import { badInput, ERRORS, type ErrorCode } from '../shared/errors.js';
import { DOCUMENT_REASONS } from './document-reasons.js';
import { PERSON_REASONS } from './person-reasons.js';
import { PROVIDER_REASONS } from './provider-reasons.js';
import { ADVICE, type Language, LANGUAGES, type ReasonRow } from './reason.states.js';
import { REFUSALS } from './refusals.js';

/** What a test or a refusal can give as its reason, in words. */
export interface Reason {
  readonly code: string;
  readonly test: TestName | null;
  readonly operatorText: string;
  readonly holderText: string;
  /** Whether the same may succeed when it is tried again later. */
  readonly retryable: boolean;
}

const REASONS: Readonly<Record<string, ReasonRow>> = { ...DOCUMENT_REASONS, ...PERSON_REASONS, ...PROVIDER_REASONS };

/** What there is to look up: reasons, and what the sandbox can be asked to do. */
export class CatalogService {
  constructor(private readonly providers: ProviderRegistry) {}

  /** @throws DomainError BAD_USER_INPUT for a language that there is not */
  reasons(language: string): Reason[] {
    const known = LANGUAGES.find((candidate) => candidate === language.toLowerCase().split('-')[0]);
    if (!known) throw badInput('language', `must be one of ${LANGUAGES.join(', ')}`);
    const codes = Object.keys(ERRORS) as ErrorCode[];
    return [
      ...Object.entries(REASONS).map(([code, row]) => reasonOf(code, row, known)),
      ...codes.map((code) => refusalOf(code, known)),
    ];
  }

  sandboxScenarios(): SandboxScenario[] {
    return this.providers.adapters.flatMap(({ definition }) => [...(definition.catalog ?? [])]);
  }
}

const reasonOf = (code: string, [test, holder, en, es]: ReasonRow, language: Language): Reason => ({
  code,
  test,
  operatorText: { en, es }[language],
  holderText: ADVICE[holder][language],
  retryable: holder === 'wait',
});

function refusalOf(code: ErrorCode, language: Language): Reason {
  const [holder, es] = REFUSALS[code];
  const { message: en, retryable } = ERRORS[code];
  return { code, test: null, operatorText: { en, es }[language], holderText: ADVICE[holder][language], retryable };
}
