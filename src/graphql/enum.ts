import { registerEnumType } from 'type-graphql';

/** A GraphQL enum over a closed list of strings: the values that the core itself speaks in. */
export function enumOf<Value extends string>(
  name: string,
  values: readonly Value[],
  description?: string,
): Readonly<Record<Value, Value>> {
  const members = Object.fromEntries(values.map((value) => [value, value])) as Record<Value, Value>;
  registerEnumType(members, { name, ...(description === undefined ? {} : { description }) });
  return members;
}
