/** A field against the issuing authority; null where it was not returned, which is never a false. */
export type DmvFlags = Readonly<Record<string, boolean | null>>;

const MUST_BE_TRUE = ['documentNumber', 'birthDate', 'lastName', 'firstName'];

/**
 * The metric of the AAMVA test: the share of true among the flags that were answered; 0 where the number, the birth
 * date or a name is not confirmed or the expiration is contradicted; null where nothing was answered at all.
 */
export function dmvShare(flags: DmvFlags): number | null {
  const answers = Object.values(flags).filter((flag) => flag !== null);
  if (answers.length === 0) return null;
  const denied = MUST_BE_TRUE.some((name) => flags[name] !== true) || flags['documentExpiration'] === false;
  return denied ? 0 : answers.filter(Boolean).length / answers.length;
}
