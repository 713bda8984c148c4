import type { Mode } from '../shared/principal.js';
import type { Adapter, DocumentSide, DocumentType, InstalledAdapter, Provider } from './contract.js';

/** What can be asked of an adapter: the methods that answer a question. */
export type Capability =
  | 'inspectImage'
  | 'analyzeDocument'
  | 'compareFaces'
  | 'detectLiveness'
  | 'startLiveness'
  | 'delegate'
  | 'collect'
  | 'release'
  | 'matchLicense';

/** Who is to answer, and about what. */
export interface Wanted {
  /** Whose providers; undefined for what only the installation's own engine does. */
  readonly organizationId: string | undefined;
  readonly provider: Provider;
  /** In SANDBOX the sandbox answers for who is not there. */
  readonly mode?: Mode;
  /** ISO 3166-1 alpha-2 for the country. */
  readonly document?: { readonly type: DocumentType; readonly side?: DocumentSide; readonly country?: string };
  /** The adapter that began something, and no other. */
  readonly source?: string;
  /** Nobody else is asked where the one who can is unavailable. */
  readonly alone?: boolean;
}

/** An adapter as an organization has it. */
export interface OwnAdapter extends InstalledAdapter {
  /** Its place in the organization's order; undefined for one that is only there for everybody. */
  readonly priority: number | undefined;
}

/** Why an adapter is asked: it is the one named, stands in for it, is named in its place, next in the order, or the last who can. */
export type RouteReason = 'NAMED' | 'STANDS_IN' | 'FALLBACK' | 'IN_ORDER' | 'LAST';
export interface RouteStep<Own extends OwnAdapter = OwnAdapter> {
  readonly own: Own;
  readonly reason: RouteReason;
}

const SANDBOX = 'sandbox';
const isSandbox = ({ definition }: InstalledAdapter): boolean => definition.id === SANDBOX;
const isEngine = ({ definition }: InstalledAdapter): boolean => definition.provider === 'INTERNAL';

/** No provider, such as the DMV. */
const isSource = ({ definition }: InstalledAdapter): boolean => definition.provider === undefined;

/** In whose name an adapter answers: the sandbox in that of the provider it was asked for. */
export const nameOf = (own: OwnAdapter, { provider }: Wanted): Provider | undefined =>
  isSandbox(own) ? provider : own.definition.provider;

/** Who speaks for a provider: its own adapters, else in SANDBOX the sandbox. */
export function speakersFor<Own extends OwnAdapter>(adapters: readonly Own[], { provider, mode }: Wanted): Own[] {
  const own = adapters.filter(({ definition }) => definition.provider === provider);
  return own.length === 0 && mode === 'SANDBOX' ? adapters.filter(isSandbox) : own;
}

/**
 * Everybody who can answer (one of several questions), in the order in which they are asked: the provider named, then the organization's order,
 * INTERNAL, sources that are no provider, and in SANDBOX the sandbox where nobody else can. Whether they answer just now is not looked at.
 */
export function routeOf<Own extends OwnAdapter>(
  adapters: readonly Own[],
  capability: Capability | readonly Capability[],
  wanted: Wanted,
): RouteStep<Own>[] {
  const able = adapters.filter((own) => [capability].flat().some((one) => isAble(own, one, wanted)));
  const step = (reason: RouteReason) => (own: Own) => ({ own, reason });
  if (wanted.source !== undefined)
    return able.filter(({ definition }) => definition.id === wanted.source).map(step('NAMED'));
  const speakers = speakersFor(adapters, wanted).filter((own) => able.includes(own));
  const others = able.filter((own) => !speakers.includes(own) && !isSandbox(own));
  const inOrder = others.filter(({ priority }) => priority !== undefined).toSorted(byPriority);
  const unplaced = others.filter(({ priority }) => priority === undefined);
  const last = [...unplaced.filter(isEngine), ...unplaced.filter(isSource)];
  const route = [
    ...speakers.map((own) => ({ own, reason: isSandbox(own) ? ('STANDS_IN' as const) : ('NAMED' as const) })),
    ...inOrder.map(step('IN_ORDER')),
    ...last.map(step('LAST')),
  ];
  if (route.length > 0 || wanted.mode !== 'SANDBOX') return route;
  return able.filter(isSandbox).map(step('STANDS_IN'));
}

/** By the organization's order; of two in one place, by name. */
export const byPriority = (a: OwnAdapter, b: OwnAdapter): number =>
  (a.priority ?? Infinity) - (b.priority ?? Infinity) || a.definition.id.localeCompare(b.definition.id);

export function isAble(
  { definition, adapter }: InstalledAdapter,
  capability: keyof Adapter,
  { document, source }: Pick<Wanted, 'document' | 'source'>,
): boolean {
  if (adapter[capability] === undefined) return false;
  if (source === undefined && !takesFrames(definition, capability)) return false;
  if (!document) return true;
  const { supports } = definition;
  const { type, side, country } = document;
  return (
    supports.types.includes(type) &&
    (side === undefined || supports.sides.includes(side)) &&
    (country === undefined || supports.countries.length === 0 || supports.countries.includes(country))
  );
}

/** Who holds the frames itself is begun with, and asked by name for what it began; who does not is handed them. */
const takesFrames = ({ holdsFrames = false }: InstalledAdapter['definition'], capability: keyof Adapter): boolean =>
  !(capability === 'detectLiveness' && holdsFrames) && !(capability === 'startLiveness' && !holdsFrames);
