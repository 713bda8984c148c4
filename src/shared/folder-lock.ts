import { StartError } from './start-error.js';
import { readFileSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** The one process that may use a data folder. PGlite takes no lock of its own, and two processes lose rows silently. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one that got the same pid; absent where the system does not say. */
  readonly birth: string | undefined;
  readonly since: string;
}

export class FolderInUse extends StartError {
  constructor(folder: string, holder: Holder) {
    super(`${folder} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}`);
    this.name = 'FolderInUse';
  }
}

/** Takes the folder or throws FolderInUse; a lock whose holder is gone is taken over. Returns its release. */
export function lockFolder(folder: string, now: Date): () => void {
  const file = join(folder, 'lock.json');
  const own: Holder = { pid: process.pid, host: hostname(), birth: birthOf(process.pid), since: now.toISOString() };
  for (let attempt = 0; attempt < 10; attempt++) {
    if (createWhole(file, own)) return () => release(file, own);
    const holder = readHolder(file);
    if (holder && isAlive(holder)) throw new FolderInUse(folder, holder);
    removeStale(file, own);
  }
  throw new Error(`${file} cannot be taken`);
}

/** Removes a dead holder's lock; one process at a time, or a second one would remove what the first has just taken. */
function removeStale(file: string, own: Holder): void {
  const guard = `${file}.takeover`;
  if (!createWhole(guard, own)) {
    const other = readHolder(guard);
    if (!other || !isAlive(other)) rmSync(guard, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    return;
  }
  try {
    const holder = readHolder(file);
    if (!holder || !isAlive(holder)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Appears whole or not at all: link() fails where the name exists, so no reader sees half a file. */
function createWhole(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'host' in value;

/** A holder on another host cannot be asked, so it counts as alive. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const birth = birthOf(holder.pid);
  return birth === undefined || holder.birth === undefined || birth === holder.birth;
}

function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function release(file: string, own: Holder): void {
  const holder = readHolder(file);
  if (holder?.pid === own.pid && holder.since === own.since) rmSync(file, { force: true });
}
