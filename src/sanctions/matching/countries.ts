/** Countries as ISO 3166-1 alpha-2, from codes and from the names that lists and documents use. */
import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries/index.js'; // its entry reads eighty languages
import { z } from 'zod';

const require = createRequire(import.meta.url);
const english = z.object({
  locale: z.string(),
  countries: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
countries.registerLocale(english.parse(require('i18n-iso-countries/langs/en.json')));

/** Names of OFAC's that no table of ISO names has. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  burma: 'MM',
  'korea, north': 'KP',
  'korea, south': 'KR',
  'congo, democratic republic of the': 'CD',
  'congo, republic of the': 'CG',
  'macedonia, the former yugoslav republic of': 'MK',
  palestinian: 'PS',
  'region: gaza': 'PS',
  'region: kosovo': 'XK',
  kosovo: 'XK',
  'the gambia': 'GM',
  'bahamas, the': 'BS',
  'cabo verde': 'CV',
  'ivory coast': 'CI',
  turkey: 'TR',
  'west bank': 'PS',
};

/** The short names (Syria, Iran) beside the official ones. */
const spoken = new Intl.DisplayNames('en', { type: 'region' });
const SHORT_NAMES = new Map(
  Object.keys(countries.getAlpha2Codes()).map((code) => [spoken.of(code)?.toLowerCase() ?? code, code]),
);

/** Undefined for what is no country of that standard. */
export function countryCode(text: string | undefined): string | undefined {
  const name = text?.trim() ?? '';
  if (/^[A-Za-z]{2}$/.test(name)) return countries.isValid(name) ? name.toUpperCase() : undefined;
  if (/^[A-Za-z]{3}$/.test(name)) return countries.alpha3ToAlpha2(name.toUpperCase());
  return OTHER_NAMES[name.toLowerCase()] ?? SHORT_NAMES.get(name.toLowerCase()) ?? countries.getAlpha2Code(name, 'en');
}
