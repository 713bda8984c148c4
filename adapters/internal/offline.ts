/**
 * ONNX Runtime tells its maker how it is used, and keeps a database of that in the home folder, unless this is set before
 * it begins. It reads the environment of the process, which only the main thread can change: import this first, there.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
