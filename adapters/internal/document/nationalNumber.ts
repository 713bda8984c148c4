/** Check letters and digits of national identity numbers, where a machine-readable zone holds one. */
import { stdnum } from 'stdnum';
import type { MrzReading } from '../mrz/judgement.js';

/** By the issuing state as the zone has it: country and kind of number. What carries no check of its own is left out. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  ARG: ['ar.cuit'],
  BEL: ['be.nn'],
  BGR: ['bg.egn'],
  CHL: ['cl.rut'],
  CZE: ['cz.rc'],
  DNK: ['dk.cpr'],
  ECU: ['ec.ci'],
  ESP: ['es.dni', 'es.nie'],
  EST: ['ee.ik'],
  FIN: ['fi.hetu'],
  HRV: ['hr.oib'],
  ITA: ['it.codicefiscale'],
  LTU: ['lt.asmens'],
  NLD: ['nl.bsn'],
  NOR: ['no.fodselsnummer'],
  POL: ['pl.pesel'],
  ROU: ['ro.cnp'],
  SVN: ['si.jmbg'],
  SWE: ['se.personnummer'],
  TUR: ['tr.tckimlik'],
  URY: ['uy.cedula'],
  ZAF: ['za.idnr'],
};
const PLACES = ['optional', 'optional1', 'optional2', 'documentNumber'] as const;

export interface NumberCheck {
  /** Country and kind of number, e.g. es.dni. */
  readonly scheme: string;
  readonly holds: boolean;
}

/** What was not surely read is not judged, and what has another form is another number. */
export function checkNationalNumbers({ accepted, parsed }: MrzReading): NumberCheck[] {
  if (!accepted) return [];
  const schemes = SCHEMES[parsed.fields.issuer ?? ''] ?? [];
  const numbers = PLACES.flatMap((place) => parsed.fields[place]?.replaceAll(/[< ]/g, '') || []);
  return numbers.flatMap((number) => schemes.flatMap((scheme) => checkNumber(scheme, number) ?? []));
}

function checkNumber(scheme: string, number: string): NumberCheck | undefined {
  const [country = '', kind = ''] = scheme.split('.');
  const result = stdnum[country.toUpperCase()]?.[kind]?.validate(number);
  const judged = result?.isValid === true || result?.error?.name === 'InvalidChecksum';
  return judged ? { scheme, holds: result.isValid } : undefined;
}
