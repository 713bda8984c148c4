/** A picture whose file bears `local-vendor:NAME` makes a local vendor answer as NAME says. */
export function scenarioOf(bytes: Buffer): string | undefined {
  return /local-vendor:([a-z-]+)/.exec(bytes.toString('latin1'))?.[1];
}
