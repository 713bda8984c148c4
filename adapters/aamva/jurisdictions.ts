/** Who takes part, and when an issuer's systems rest. A published deployment's list: not AAMVA's own. */
export const PARTICIPANTS: readonly string[] = (
  'AL AR AZ CO CT DC DE FL GA HI IA ID IL IN KS KY MA MD ME MI MO MS MT NC ND NE NH NJ NM NV OH OK OR PA RI SC SD TN TX ' +
  'VA VT WA WI WV WY'
).split(' ');

interface Window {
  /** 0 is Sunday; every day without it. */
  readonly day?: number;
  /** Minutes after midnight in Washington. */
  readonly from: number;
  readonly to: number;
}
const at = (hours: number, minutes = 0): number => hours * 60 + minutes;
const WINDOWS: Readonly<Record<string, readonly Window[]>> = {
  CA: [{ from: at(4), to: at(5, 30) }],
  DC: [{ from: at(0), to: at(6) }],
  IL: [{ from: at(2, 30), to: at(5) }],
  NC: [{ from: at(0), to: at(7) }],
  TX: [
    { day: 6, from: at(21), to: at(24) },
    { day: 0, from: at(0), to: at(7) },
  ],
  VA: [{ from: at(5), to: at(5, 30) }],
};
const CLOCK = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export function rests(jurisdiction: string, now: Date): boolean {
  const parts = Object.fromEntries(CLOCK.formatToParts(now).map(({ type, value }) => [type, value]));
  const [day, minute] = [DAYS.indexOf(parts['weekday'] ?? ''), Number(parts['hour']) * 60 + Number(parts['minute'])];
  return (WINDOWS[jurisdiction] ?? []).some(
    (window) => (window.day === undefined || window.day === day) && minute >= window.from && minute < window.to,
  );
}
