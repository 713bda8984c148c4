import { DOCUMENT_FIELDS } from '../provider/contract.js';
import { isAnswered, TEST_NAMES } from '../scoring/tests.js';
import { signalOf, type TestResult } from '../examination/test-result.service.js';
import type { FieldValues } from '../document/document.states.js';

interface Opinion {
  readonly judgement: { readonly tests: readonly TestResult[] } | undefined;
  readonly extracted: { readonly fields: FieldValues } | undefined;
}

/** The share of tests and fields on which every two that answered them say the same; 0 where there is nothing to compare. */
export function agreementOf(opinions: readonly Opinion[]): number {
  const answers = opinions.map(answersOf);
  const pairs = answers.flatMap((one, place) => answers.slice(place + 1).map((other) => [one, other] as const));
  const compared = pairs.flatMap(([one, other]) =>
    [...one].filter(([name]) => other.has(name)).map(([name, value]) => other.get(name) === value),
  );
  return compared.length === 0 ? 0 : compared.filter(Boolean).length / compared.length;
}

/** Everything that was answered, by its name. */
function answersOf({ judgement, extracted }: Opinion): Map<string, string> {
  const answers = new Map<string, string>();
  for (const name of TEST_NAMES) {
    const test = judgement?.tests.find((result) => result.name === name);
    if (test && isAnswered(signalOf(test))) answers.set(`test ${name}`, test.outcome);
  }
  for (const name of DOCUMENT_FIELDS) {
    const value = extracted?.fields[name];
    if (value !== undefined) answers.set(`field ${name}`, value.toUpperCase().replace(/\s+/g, ' ').trim());
  }
  return answers;
}
