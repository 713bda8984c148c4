/** The database and the API know null, the code between them undefined. */
export const orNull = <Value>(value: Value | undefined): Value | null => value ?? null;
export const orUndefined = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;
