type Present<Input> = { readonly [Name in keyof Input]: Exclude<Input[Name], null> };

/** An optional input whose nulls are as good as left out. */
export const present = <Input extends object>(input: Input): Present<Input> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)) as Present<Input>; // what is left is no null
