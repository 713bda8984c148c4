/** Loads every model in a worker, as the gateway does, and ends. */
import { EnginePool } from '../../adapters/internal/pool.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const pool = new EnginePool({ workers: 1, timeoutMilliseconds: 60_000 }, silent);
await pool.run('warm', null, new AbortController().signal);
await pool.close();
