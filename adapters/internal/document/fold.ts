/** Letters and digits only, upper case, without diacritics: what two ways of printing the same have in common. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll('Ə', 'E')
    .replace(/[^A-Z0-9]/g, '');
