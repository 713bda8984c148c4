import type { DocumentField, FieldReading, TextLine } from '../../../../src/provider/contract.js';

type AddressFields = Partial<Record<Extract<DocumentField, 'street' | 'city' | 'state' | 'postalCode'>, FieldReading>>;

/** City, state and ZIP code of the United States, with the spaces that OCR loses. */
const CITY_LINE = /^([A-Z][A-Z. '-]+?)[,. ]+([A-Z]{2})[. ]*(\d{5}(?:-\d{4})?)$/i;
const STREET_LINE = /^(?:8[. ]*(?=\d))?(\d+[A-Z]? ?[A-Z0-9#.,/ '-]{4,})$/i;

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

function streetOver(city: TextLine, lines: readonly TextLine[]): FieldReading | undefined {
  const [left, top] = city.polygon[0]!;
  const height = city.polygon[3]![1] - top;
  const over = lines.find((line) => {
    const [x, y] = line.polygon[0]!;
    return y < top && top - y < height * 2 && Math.abs(x - left) < height * 3 && STREET_LINE.test(line.text.trim());
  });
  const value = over && STREET_LINE.exec(over.text.trim())?.[1];
  if (over === undefined || value === undefined) return undefined;
  return { value: withoutFieldNumber(value), confidence: over.confidence * 0.85, polygon: over.polygon };
}

/** Field 8 of a licence is the address: its number runs into the house number where OCR drops the space. */
const withoutFieldNumber = (street: string): string => street.replace(/^8 (?=\d)/, '').trim();
