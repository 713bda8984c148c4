/** Issuer identification numbers of the AAMVA's members (AAMVA D.20, IIN list). */
const UNITED_STATES = `636000 VA 636001 NY 636002 MA 636003 MD 636004 NC 636005 SC 636006 CT 636007 LA 636008 MT 636009 NM
636010 FL 636011 DE 636014 CA 636015 TX 636018 IA 636019 GU 636020 CO 636021 AR 636022 KS 636023 OH 636024 VT 636025 PA
636026 AZ 636029 OR 636030 MO 636031 WI 636032 MI 636033 AL 636034 ND 636035 IL 636036 NJ 636037 IN 636038 MN 636039 NH
636040 UT 636041 ME 636042 SD 636043 DC 636045 WA 636046 KY 636047 HI 636049 NV 636050 ID 636051 MS 636052 RI 636053 TN
636054 NE 636055 GA 636058 OK 636059 AK 636060 WY 636061 WV 636062 VI 604427 AS 604430 MP 604431 PR`;
const CANADA = `636012 ON 636013 NS 636016 NL 636017 NB 636028 BC 636044 SK 636048 MB 604426 PE 604428 QC 604429 YT 604432 AB
604433 NU 604434 NT 990876 AB`;

export interface Jurisdiction {
  readonly country: 'USA' | 'CAN' | 'MEX';
  /** State, territory or province, two letters; none of the State Department, nor of Mexico. */
  readonly state?: string;
}

/** The State Department; Coahuila and Hidalgo. */
const STATELESS: readonly [string, Jurisdiction][] = [
  ['636027', { country: 'USA' }],
  ['636056', { country: 'MEX' }],
  ['636057', { country: 'MEX' }],
];
const JURISDICTIONS = new Map<string, Jurisdiction>([
  ...entries(UNITED_STATES, 'USA'),
  ...entries(CANADA, 'CAN'),
  ...STATELESS,
]);

function entries(table: string, country: Jurisdiction['country']): [string, Jurisdiction][] {
  return [...table.matchAll(/(\d{6}) ([A-Z]{2})/g)].map(([, iin = '', state = '']) => [iin, { country, state }]);
}

export const jurisdictionOf = (issuer: string): Jurisdiction | undefined => JURISDICTIONS.get(issuer);

const PROVINCES = new Set(
  [...JURISDICTIONS.values()].filter(({ country }) => country === 'CAN').map(({ state }) => state),
);

/** Whether two letters are a Canadian province. */
export const isProvince = (state: string): boolean => PROVINCES.has(state);
