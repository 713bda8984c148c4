const SHOWN = 3;

/** A number of which only the end can be read: enough to recognise one's own. */
export const masked = (number: string): string => number.slice(-SHOWN).padStart(number.length, '*');
