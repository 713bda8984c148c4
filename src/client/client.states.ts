/** Where something applies that an organization decides: everywhere, in an application, for one user of an application. */
export interface Place {
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
}

/** One string for each place, and back: as an id of what applies there. */
export const keyOfPlace = ({ clientId, userId }: Place): string => JSON.stringify({ clientId, userId });
export const placeOfKey = (key: string): Place => ({
  clientId: undefined,
  userId: undefined,
  ...(JSON.parse(key) as Partial<Place>),
});
