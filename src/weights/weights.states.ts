/** The id of the weights that apply where nobody has saved any. */
export const BUILT_IN = 'default';

/** Where a version applies: to the whole organization, to an application, to one user of an application. */
export interface WeightsPlace {
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
}
