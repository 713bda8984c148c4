import type { DocumentField, FieldReading, TextLine } from '../../../../src/provider/contract.js';

type AddressFields = Partial<Record<Extract<DocumentField, 'street' | 'city' | 'state' | 'postalCode'>, FieldReading>>;

/** City, state and ZIP code of the United States, with the spaces that OCR loses. */
const CITY_LINE = /^([A-Z][A-Z. '-]+?)[,. ]+([A-Z]{2})[. ]*(\d{5}(?:-\d{4})?)$/i;
const STREET_LINE = /^\d+[A-Z]? ?[A-Z0-9#.,/ '-]{4,}$/i;

/** The address where its form gives it away: a line that ends in state and ZIP code, and the one over it. */
export function findAddress(lines: readonly TextLine[]): AddressFields {
  for (const line of lines) {
    const [, city, state, postalCode] = CITY_LINE.exec(line.text.trim()) ?? [];
    if (city === undefined || state === undefined || postalCode === undefined) continue;
    const reading = (value: string): FieldReading => ({
      value,
      confidence: line.confidence * 0.9,
      polygon: line.polygon,
    });
    const street = streetOver(line, lines);
    return {
      city: reading(city.trim()),
      state: reading(state.toUpperCase()),
      postalCode: reading(postalCode),
      ...(street !== undefined && { street }),
    };
  }
  return {};
}

/** The line right over the city that begins with a house number. */
function streetOver(city: TextLine, lines: readonly TextLine[]): FieldReading | undefined {
  const [left, top] = city.polygon[0]!;
  const height = city.polygon[3]![1] - top;
  const [over] = lines
    .filter((line) => {
      const [x, y] = line.polygon[0]!;
      return y < top && top - y < height * 1.8 && Math.abs(x - left) < height * 3;
    })
    .toSorted((a, b) => b.polygon[0]![1] - a.polygon[0]![1]);
  const value = over && STREET_LINE.exec(withoutFieldNumber(over.text.trim(), lines))?.[0];
  return over && value ? { value, confidence: over.confidence * 0.85, polygon: over.polygon } : undefined;
}

/** On licences with numbered fields the address is field 8, and its number runs into the house number. */
function withoutFieldNumber(street: string, lines: readonly TextLine[]): string {
  const numbered = lines.some(({ text }) => /^(?:3 ?DOB|4[ABD] ?[A-Z]|15 ?SEX)/i.test(text));
  return numbered ? street.replace(/^8[. ]*(?=\d)/, '') : street;
}
