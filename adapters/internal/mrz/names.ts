export interface MrzNames {
  readonly surname: string;
  readonly givenNames: string;
}

/** Two fillers part the primary from the secondary identifier, one filler parts words (ICAO Doc 9303-3, 4.6). */
export function readNames(text: string): MrzNames {
  const [surname = '', ...given] = text.replace(/<+$/, '').split('<<');
  const words = (part: string): string => part.split('<').filter(Boolean).join(' ');
  return { surname: words(surname), givenNames: words(given.join('<')) };
}
