/** How a loader hands its finds back: one value a key, in the order of the keys. */
export function inOrder<Value>(
  ids: readonly string[],
  found: readonly Value[],
  idOf: (value: Value) => string,
): (Value | Error)[] {
  const byId = new Map(found.map((value) => [idOf(value), value]));
  return ids.map((id) => byId.get(id) ?? new Error(`${id} is gone`));
}

/** The same for keys that have many values, or none. */
export function grouped<Value>(
  ids: readonly string[],
  found: readonly Value[],
  keyOf: (value: Value) => string,
): Value[][] {
  const groups = new Map<string, Value[]>(ids.map((id) => [id, []]));
  for (const value of found) groups.get(keyOf(value))?.push(value);
  return ids.map((id) => groups.get(id) ?? []);
}
