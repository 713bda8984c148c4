import { FAULT_NAMES, type Vendor } from '../../tools/vendors/server.js';
import type { Fault } from './subject.js';

/** The settings under which a local vendor fails, for every way in which it can. */
export const faultsOf = (vendor: Vendor, settings: (url: string) => unknown): Record<Fault, unknown> =>
  Object.fromEntries(FAULT_NAMES.map((fault) => [fault, settings(vendor.faulty(fault))])) as Record<Fault, unknown>;
